package dev.tandem.sync.internal.replica;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A folder of the local file system. A file takes its place by being exchanged for what is there, so that what was there
 * can be looked at once more, and put back if somebody changed it after it was observed; see {@link Swaps}. Setting
 * attributes cannot be made sure of that way: who writes to a file in the moment between looking and setting is noticed
 * by the time of change only.
 */
public final class LocalReplica implements Replica {
    private static final int OWNER_FILLS = 0700;
    /** The group of the directory above, and that it is passed on. */
    private static final int INHERITED = 02000;

    private final LocalReader reader;
    private final LocalWriter writer;
    private final OpenedRoot root;
    private final RootedPaths paths;
    private final Stamps stamps;
    private final CountedAttributes counted;
    private final LocalItems items;
    private final LocalView view;
    private final LocalStaging staging;
    private final Swaps swaps;
    private final Crossing crossing;
    /** Where something was changed on a file system other than that of the root. */
    private final Map<Long, RawPath> touched = new ConcurrentHashMap<>();

    private LocalReplica(OpenedRoot root, LocalReader reader, LocalWriter writer, AttributeRules rules, Instant now) {
        this.reader = reader;
        this.writer = writer;
        this.root = root;
        paths = new RootedPaths(reader, root.path(), root.stat());
        stamps = new Stamps(root.traits().changeTimes());
        counted = new CountedAttributes(writer, rules, root.traits());
        items = new LocalItems(reader, root.traits().fileIds(), counted.extended());
        view = new LocalView(reader, writer, paths, items, root.traits().caseSensitive(), now);
        staging = new LocalStaging(reader, writer, root, view, items, counted);
        swaps = new Swaps(writer, view::glance, stamps);
        crossing = new Crossing(reader, writer, swaps);
    }

    /**
     * Opens a folder, and makes {@link #OWN} in it where it can be written to.
     *
     * @param root absolute; where it is reached by links, those are followed now and not again
     * @throws java.nio.file.FileSystemException as {@link RootState} tells apart
     */
    public static LocalReplica open(RawPath root, LocalReader reader, LocalWriter writer, AttributeRules rules)
            throws IOException {
        return open(root, reader, writer, rules, InstantSource.system());
    }

    static LocalReplica open(RawPath root, LocalReader reader, LocalWriter writer, AttributeRules rules,
            InstantSource clock) throws IOException {
        Instant now = clock.instant();
        return new LocalReplica(OpenedRoot.open(root, reader, writer, now), reader, writer, rules, now);
    }

    @Override
    public Traits traits() {
        return root.traits();
    }

    @Override
    public String describe(RawPath path) {
        return paths.absolute(path).toString();
    }

    @Override
    public List<Entry> list(RawPath directory) throws IOException {
        return view.list(directory);
    }

    @Override
    public Item look(RawPath path) throws IOException {
        return view.look(path);
    }

    @Override
    public Source read(RawPath file) throws IOException {
        return view.read(file);
    }

    @Override
    public List<ExtendedAttribute> extended(RawPath path) throws IOException {
        return counted.extended() ? view.extended(path) : List.of();
    }

    @Override
    public Staged stage(RawPath target) throws IOException {
        FileStat above = aboveChange(target);
        return staging.file(paths.absolute(target), above);
    }

    @Override
    public Staged stageLink(RawPath target, byte[] to) throws IOException {
        FileStat above = aboveChange(target);
        return staging.link(paths.absolute(target), above, to);
    }

    @Override
    public Item.Present place(Staged staged, RawPath path, Item expected, RawPath keep) throws IOException {
        LocalStaged ready = (LocalStaged) staged;
        Item.Present next = ready.finished();
        FileStat above = aboveChange(path);
        require(expected, path, above);
        RawPath target = paths.absolute(path);
        switch (expected) {
            case Item.FileItem file -> replace(ready.place(), next, target, file, keep, above);
            case Item.LinkItem link -> replace(ready.place(), next, target, link, keep, above);
            case Item.Gap gap when gap == Item.ABSENT -> swaps.put(ready.place(), target);
            default -> throw new IllegalArgumentException("a file or a link never takes the place of " + expected);
        }
        ready.placed();
        return placedNow(path, above, next.renamed(path.name()));
    }

    private void replace(RawPath from, Item.Present next, RawPath target, Item.Present expected, RawPath keep,
            FileStat above) throws IOException {
        RawPath kept = keptPlace(keep);
        if (above.device() == paths.device()) {
            swaps.replace(from, next, target, expected, kept);
        } else {
            crossing.replace(from, next, target, expected, kept, Beside.visible(target));
        }
    }

    /**
     * Returns what was placed, as it is now. Where somebody changed it in its turn, what was placed: the next observation
     * finds the difference.
     */
    private Item.Present placedNow(RawPath path, FileStat above, Item.Present placed) {
        Item now = view.look(path, above);
        return stamps.sameButRenamed(placed, now) ? (Item.Present) now : placed;
    }

    @Override
    public Item.Present makeDirectory(RawPath path, Attributes like) throws IOException {
        FileStat above = aboveChange(path);
        RawPath place = paths.absolute(path);
        try {
            writer.createDirectory(place);
        } catch (FileAlreadyExistsException taken) {
            throw new ChangedException(place + " appeared meanwhile; it was left as it is");
        }
        FileStat now = reader.stat(place);
        int usual = root.usualDirectoryPermissions() | now.permissions() & INHERITED;
        FileStat wanted = counted.merged(CountedAttributes.like(now, usual, now.uid(), now.gid()), like);
        counted.set(place, CountedAttributes.like(wanted, wanted.permissions() | OWNER_FILLS, wanted.uid(), wanted.gid()),
                reader.attributes(place));
        return items.present(place, path.name(), above.device());
    }

    @Override
    public void putAside(RawPath path, Item.Present expected, RawPath keep) throws IOException {
        FileStat above = aboveChange(path);
        require(expected, path, above);
        RawPath kept = keptPlace(keep);
        RawPath place = paths.absolute(path);
        if (above.device() == paths.device()) {
            swaps.putAside(place, expected, kept);
        } else {
            crossing.putAside(place, expected, kept, Beside.visible(place));
        }
    }

    @Override
    public Item.Present bringBack(RawPath keep, RawPath path) throws IOException {
        FileStat above = aboveChange(path);
        RawPath kept = paths.absolute(requireOwn(keep));
        RawPath place = paths.absolute(path);
        if (above.device() == paths.device()) {
            swaps.put(kept, place);
        } else {
            crossing.put(kept, place, Beside.temporary(place));
        }
        return items.present(place, path.name(), above.device());
    }

    @Override
    public void discard(RawPath keep) throws IOException {
        if (look(requireOwn(keep)).isPresent()) {
            writer.delete(paths.absolute(keep));
        }
        for (RawPath above = keep.parent().orElseThrow(); above.names().size() > 1;
                above = above.parent().orElseThrow()) {
            try {
                if (look(above).isPresent()) {
                    writer.deleteDirectory(paths.absolute(above));
                }
            } catch (DirectoryNotEmptyException used) {
                return;
            }
        }
    }

    @Override
    public void removeDirectory(RawPath path) throws IOException {
        aboveChange(path);
        writer.deleteDirectory(paths.absolute(path));
    }

    @Override
    public Item.Present move(RawPath from, RawPath to, Item.Present expected) throws IOException {
        FileStat aboveFrom = aboveChange(from);
        FileStat aboveTo = aboveChange(to);
        require(expected, from, aboveFrom);
        RawPath source = paths.absolute(from);
        RawPath target = paths.absolute(to);
        if (aboveFrom.device() != aboveTo.device() && !(expected instanceof Item.DirectoryItem)) {
            crossing.move(source, expected, target, Beside.temporary(target), Beside.visible(source));
            return items.present(target, to.name(), aboveTo.device());
        }
        if (!root.traits().caseSensitive() && isOtherSpelling(from, to, aboveTo)) {
            // The system takes the new spelling for the old file, and would do nothing or find it in the way.
            RawPath between = Beside.visible(target);
            swaps.putAside(source, expected, between);
            swaps.put(between, target);
        } else {
            rename(source, target, expected);
        }
        return placedNow(to, aboveTo, expected.renamed(to.name()));
    }

    private void rename(RawPath source, RawPath target, Item.Present expected) throws IOException {
        try {
            swaps.putAside(source, expected, target);
        } catch (FileAlreadyExistsException taken) {
            throw new ChangedException(target + " appeared meanwhile; nothing was moved there");
        }
    }

    private boolean isOtherSpelling(RawPath from, RawPath to, FileStat aboveTo) throws IOException {
        return from.toString().equalsIgnoreCase(to.toString())
                && view.look(to, aboveTo) instanceof Item.Present there
                && stamps.same(look(from), there);
    }

    @Override
    public Item.Present setAttributes(RawPath path, Item.Present expected, Attributes wanted) throws IOException {
        FileStat above = aboveChange(path);
        require(expected, path, above);
        RawPath place = paths.absolute(path);
        FileStat now = reader.stat(place);
        counted.set(place, counted.merged(now, wanted), reader.attributes(place));
        return items.present(place, path.name(), above.device());
    }

    @Override
    public Item.Present setExtended(RawPath path, Item.Present expected, List<ExtendedAttribute> attributes)
            throws IOException {
        FileStat above = aboveChange(path);
        require(expected, path, above);
        RawPath place = paths.absolute(path);
        if (counted.extended()) {
            counted.set(place, reader.stat(place), attributes);
        }
        return items.present(place, path.name(), above.device());
    }

    @Override
    public void flush() throws IOException {
        writer.flush(paths.absolute(RawPath.of(".")));
        for (RawPath directory : touched.values()) {
            flushNearest(directory);
        }
    }

    /** The directory may be gone by now. */
    private void flushNearest(RawPath directory) throws IOException {
        try {
            writer.flush(directory);
        } catch (NoSuchFileException | NotDirectoryException gone) {
            flushNearest(directory.parent().orElseThrow(() -> gone));
        }
    }

    @Override
    public void close() throws IOException {
        if (root.temporary().isPresent()) {
            root.temporary().get().close();
        }
    }

    // Making sure

    /** Returns the directory in which something is about to be changed. */
    private FileStat aboveChange(RawPath path) throws IOException {
        requireChangeable(path);
        root.ours();
        FileStat above = paths.requireAbove(path);
        if (above.device() != paths.device()) {
            touched.putIfAbsent(above.device(), paths.absolute(path).parent().orElseThrow());
        }
        return above;
    }

    private void requireChangeable(RawPath path) {
        if (RootedPaths.isRoot(RootedPaths.requireSafe(path)) || view.isOwn(path.names().getFirst())) {
            throw new IllegalArgumentException(path + " is not for changing");
        }
    }

    private void require(Item expected, RawPath path, FileStat above) throws IOException {
        if (!stamps.same(expected, view.look(path, above))) {
            throw Swaps.changed(paths.absolute(path));
        }
    }

    private RawPath requireOwn(RawPath keep) {
        List<RawName> names = RootedPaths.requireSafe(keep).names();
        if (names.size() < 2 || !names.getFirst().equals(RawName.of(OWN))) {
            throw new IllegalArgumentException(keep + " is not below " + OWN);
        }
        return keep;
    }

    /** Returns where a version goes, making the directories above. */
    private RawPath keptPlace(RawPath keep) throws IOException {
        RawPath place = paths.absolute(requireOwn(keep));
        makeDirectories(place.parent().orElseThrow());
        return place;
    }

    private void makeDirectories(RawPath directory) throws IOException {
        Optional<FileStat> there = view.stat(directory);
        if (there.isEmpty()) {
            makeDirectories(directory.parent().orElseThrow());
            TemporaryFolder.makeDirectory(writer, directory);
        } else if (!there.get().isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
    }
}
