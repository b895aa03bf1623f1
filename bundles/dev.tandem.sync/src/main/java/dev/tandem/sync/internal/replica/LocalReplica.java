package dev.tandem.sync.internal.replica;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalReader.SourceFile;
import dev.tandem.scan.LocalWriter;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
    private static final Duration OLD = Duration.ofDays(1);
    private static final int OWNER_FILLS = 0700;

    private final LocalReader reader;
    private final LocalWriter writer;
    private final AttributeRules rules;
    private final RootedPaths paths;
    private final Optional<TemporaryFolder> temporary;
    private final Traits traits;
    private final int usualPermissions;
    private final LocalItems items;
    private final Stamps stamps;
    private final CountedAttributes counted;
    private final Swaps swaps;
    private final Crossing crossing;
    private final Instant oldest;
    /** Where something was changed on a file system other than that of the root. */
    private final Map<Long, RawPath> touched = new ConcurrentHashMap<>();

    private LocalReplica(LocalReader reader, LocalWriter writer, AttributeRules rules, RootedPaths paths,
            Optional<TemporaryFolder> temporary, Traits traits, int usualPermissions, Instant now) {
        this.reader = reader;
        this.writer = writer;
        this.rules = rules;
        this.paths = paths;
        this.temporary = temporary;
        this.traits = traits;
        this.usualPermissions = usualPermissions;
        this.items = new LocalItems(reader, traits.fileIds(), rules.extended() && traits.extended());
        this.stamps = new Stamps(traits.changeTimes());
        this.counted = new CountedAttributes(writer, rules, traits);
        this.swaps = new Swaps(writer, this::glance, stamps);
        this.crossing = new Crossing(reader, writer, swaps);
        this.oldest = now.minus(OLD);
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

    static LocalReplica open(RawPath named, LocalReader reader, LocalWriter writer, AttributeRules rules,
            InstantSource clock) throws IOException {
        RawPath root = RawPath.of(named.toPath().toRealPath());
        FileStat stat = reader.stat(root);
        if (!stat.isDirectory()) {
            throw new NotDirectoryException(root.toString());
        }
        RootedPaths paths = new RootedPaths(reader, root, stat);
        LocalTraits probe = new LocalTraits(reader, writer, root, stat);
        Optional<TemporaryFolder> temporary = temporary(root, reader, writer, clock.instant());
        boolean opened = false;
        try {
            LocalReplica replica = temporary.isEmpty()
                    ? new LocalReplica(reader, writer, rules, paths, temporary, readOnly(probe, reader, root), 0,
                            clock.instant())
                    : new LocalReplica(reader, writer, rules, paths, temporary,
                            writable(probe, reader, writer, root, temporary.get()),
                            probe.usualPermissions(temporary.get().folder()), clock.instant());
            opened = true;
            return replica;
        } finally {
            if (!opened && temporary.isPresent()) {
                temporary.get().close();
            }
        }
    }

    /** Returns the folder for what is temporary; empty where nothing can be written. */
    private static Optional<TemporaryFolder> temporary(RawPath root, LocalReader reader, LocalWriter writer, Instant now)
            throws IOException {
        RawPath own = root.child(OWN);
        try {
            TemporaryFolder.makeDirectory(writer, own);
            if (!reader.stat(own).isDirectory()) {
                throw new NotDirectoryException(own + " is needed as a folder; rename what is there");
            }
            return Optional.of(TemporaryFolder.open(reader, writer, own.child("temp"), now));
        } catch (AccessDeniedException denied) {
            return Optional.empty();
        } catch (FileSystemException failed) {
            if (Files.getFileStore(root.toPath()).isReadOnly()) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private static Traits readOnly(LocalTraits probe, LocalReader reader, RawPath root) throws IOException {
        RootMarker marker = RootMarker.read(reader, root).orElse(RootMarker.created(root));
        return probe.assumed(marker.name(), RootMarker.read(reader, root).map(RootMarker::id).orElse(""));
    }

    private static Traits writable(LocalTraits probe, LocalReader reader, LocalWriter writer, RawPath root,
            TemporaryFolder temporary) throws IOException {
        RootMarker marker = RootMarker.claim(reader, writer, root);
        return probe.probed(marker.name(), marker.id(), temporary.folder());
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public String describe(RawPath path) {
        return paths.absolute(path).toString();
    }

    // Observing

    @Override
    public List<Entry> list(RawPath directory) throws IOException {
        FileStat before = directoryNow(directory);
        RawPath place = paths.absolute(directory);
        boolean isRoot = RootedPaths.isRoot(directory);
        List<RawName> names = reader.names(place);
        List<Entry> entries = new ArrayList<>(names.size());
        for (RawName name : names) {
            if (!(isRoot && isOwn(name)) && !isLeftover(place, name)) {
                entry(place, name, before.device()).ifPresent(entries::add);
            }
        }
        // A directory that was moved away meanwhile would look as if its entries were gone.
        if (!RootedPaths.isSame(before, directoryNow(directory))) {
            throw new FileSystemException(place.toString(), null, "was replaced while it was listed");
        }
        return entries;
    }

    private FileStat directoryNow(RawPath directory) throws IOException {
        if (RootedPaths.isRoot(directory)) {
            return paths.rootNow();
        }
        paths.requireAbove(directory);
        return reader.stat(paths.absolute(directory));
    }

    private Optional<Entry> entry(RawPath directory, RawName name, long device) {
        RawPath path = directory.child(name);
        try {
            return Optional.of(new Entry(name, items.present(path, name, device)));
        } catch (NoSuchFileException vanished) {
            return Optional.empty();
        } catch (IOException failed) {
            return Optional.of(new Entry(name, new Item.Unknown(reason(failed))));
        }
    }

    private static String reason(IOException failed) {
        return failed instanceof FileSystemException known && known.getReason() != null ? known.getReason()
                : failed.getMessage();
    }

    private boolean isOwn(RawName name) {
        return traits.caseSensitive() ? name.equals(RawName.of(OWN)) : name.toString().equalsIgnoreCase(OWN);
    }

    /** Tells whether it is ours and beside the tree; removes it when no run can need it any more. */
    private boolean isLeftover(RawPath directory, RawName name) throws IOException {
        if (!Beside.isTemporary(name)) {
            return false;
        }
        RawPath path = directory.child(name);
        try {
            if (traits.writable() && reader.stat(path).changed().isBefore(oldest)) {
                writer.delete(path);
            }
        } catch (NoSuchFileException gone) {
            return true;
        }
        return true;
    }

    @Override
    public Item look(RawPath path) throws IOException {
        if (RootedPaths.isRoot(path)) {
            FileStat stat = paths.rootNow();
            return items.present(paths.absolute(path), path.name(), stat, stat.device());
        }
        try {
            Optional<FileStat> above = paths.above(path);
            return above.isEmpty() ? Item.ABSENT : look(path, above.get());
        } catch (AccessDeniedException denied) {
            return new Item.Unknown(reason(denied));
        }
    }

    private Item look(RawPath path, FileStat above) {
        try {
            return items.present(paths.absolute(path), path.name(), above.device());
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return Item.ABSENT;
        } catch (IOException failed) {
            return new Item.Unknown(reason(failed));
        }
    }

    private Item glance(RawPath absolute) throws IOException {
        try {
            return items.present(absolute, absolute.name(), paths.device());
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return Item.ABSENT;
        }
    }

    @Override
    public Source read(RawPath file) throws IOException {
        long device = paths.requireAbove(file).device();
        RawPath place = paths.absolute(file);
        SourceFile source = reader.open(place);
        return new Source() {
            @Override
            public Item.FileItem stat() throws IOException {
                return (Item.FileItem) items.present(place, file.name(), source.stat(), device);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return source.read(buffer, offset, length);
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }

    @Override
    public List<ExtendedAttribute> extended(RawPath path) throws IOException {
        if (!rules.extended() || !traits.extended()) {
            return List.of();
        }
        if (!RootedPaths.isRoot(path)) {
            paths.requireAbove(path);
        }
        return reader.attributes(paths.absolute(path));
    }

    // Staging

    @Override
    public Staged stage(RawPath target) throws IOException {
        RawPath place = temporaryPlace(target);
        return staged(place, target, Optional.of(writer.createFile(place)));
    }

    @Override
    public Staged stageLink(RawPath target, byte[] to) throws IOException {
        RawPath place = temporaryPlace(target);
        writer.createSymlink(place, to);
        return staged(place, target, Optional.empty());
    }

    private Staged staged(RawPath place, RawPath target, Optional<LocalWriter.TargetFile> file) {
        return new LocalStaged(place, file, (attributes, extended) -> finish(place, target, attributes, extended),
                writer::delete);
    }

    private RawPath temporaryPlace(RawPath target) throws IOException {
        requireChangeable(target);
        FileStat above = paths.requireAbove(target);
        return above.device() == paths.device() ? ours().next() : Beside.temporary(paths.absolute(target));
    }

    private TemporaryFolder ours() throws IOException {
        return temporary.orElseThrow(() -> new AccessDeniedException(describe(RawPath.of(".")), null,
                "nothing can be written there; check its owner and mode, and how it is mounted"));
    }

    /** What does not count by the rules comes from what is replaced, or is what new files get. */
    private Item.Present finish(RawPath place, RawPath target, Attributes wanted, List<ExtendedAttribute> extended)
            throws IOException {
        FileStat now = reader.stat(place);
        RawPath replaced = paths.absolute(target);
        Optional<FileStat> before = statOf(replaced).filter(stat -> stat.type() == now.type());
        FileStat start = before.map(stat -> CountedAttributes.like(now, stat.permissions(), stat))
                .orElseGet(() -> CountedAttributes.like(now, usualPermissions, now));
        List<ExtendedAttribute> attributes = rules.extended() ? extended
                : before.isPresent() ? reader.attributes(replaced) : List.of();
        counted.set(place, counted.merged(start, wanted), attributes);
        return items.present(place, target.name(), paths.device());
    }

    private Optional<FileStat> statOf(RawPath path) throws IOException {
        try {
            return Optional.of(reader.stat(path));
        } catch (NoSuchFileException | NotDirectoryException none) {
            return Optional.empty();
        }
    }

    // Changing

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
        Item now = look(path, above);
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
        FileStat start = CountedAttributes.like(now, usualPermissions | (usualPermissions & 0444) >> 2, now);
        FileStat merged = counted.merged(start, like);
        counted.set(place, CountedAttributes.like(merged, merged.permissions() | OWNER_FILLS, merged),
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
        writer.delete(paths.absolute(requireOwn(keep)));
        for (RawPath above = keep.parent().orElseThrow(); above.names().size() > 1;
                above = above.parent().orElseThrow()) {
            try {
                writer.deleteDirectory(paths.absolute(above));
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
        if (!traits.caseSensitive() && isOtherSpelling(from, to, aboveTo)) {
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
                && look(to, aboveTo) instanceof Item.Present there
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
        if (rules.extended() && traits.extended()) {
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
        if (temporary.isPresent()) {
            temporary.get().close();
        }
    }

    // Making sure

    /** Returns the directory in which something is about to be changed. */
    private FileStat aboveChange(RawPath path) throws IOException {
        requireChangeable(path);
        ours();
        FileStat above = paths.requireAbove(path);
        if (above.device() != paths.device()) {
            touched.putIfAbsent(above.device(), paths.absolute(path).parent().orElseThrow());
        }
        return above;
    }

    private void requireChangeable(RawPath path) {
        if (RootedPaths.isRoot(RootedPaths.requireSafe(path)) || isOwn(path.names().getFirst())) {
            throw new IllegalArgumentException(path + " is not for changing");
        }
    }

    private void require(Item expected, RawPath path, FileStat above) throws IOException {
        if (!stamps.same(expected, look(path, above))) {
            throw Swaps.changed(paths.absolute(path));
        }
    }

    private RawPath requireOwn(RawPath keep) {
        List<RawName> names = keep.names();
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
        Optional<FileStat> there = statOf(directory);
        if (there.isEmpty()) {
            makeDirectories(directory.parent().orElseThrow());
            TemporaryFolder.makeDirectory(writer, directory);
        } else if (!there.get().isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
    }
}
