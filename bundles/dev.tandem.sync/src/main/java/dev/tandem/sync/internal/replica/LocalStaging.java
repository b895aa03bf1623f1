package dev.tandem.sync.internal.replica;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scan.LocalWriter.TargetFile;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Makes files and links on the file system they shall come to, but not there yet. Thread-safe. */
final class LocalStaging {
    private static final int SET_ID = 06000;
    private static final int SET_GROUP = 02000;

    private final LocalReader reader;
    private final LocalWriter writer;
    private final OpenedRoot root;
    private final LocalView view;
    private final LocalItems items;
    private final CountedAttributes counted;

    LocalStaging(LocalReader reader, LocalWriter writer, OpenedRoot root, LocalView view, LocalItems items,
            CountedAttributes counted) {
        this.reader = reader;
        this.writer = writer;
        this.root = root;
        this.view = view;
        this.items = items;
        this.counted = counted;
    }

    /** Begins a file. */
    LocalStaged file(RawPath target, FileStat above) throws IOException {
        RawPath place = place(target, above);
        return staged(place, target, above, Optional.of(writer.createFile(place)));
    }

    /** Makes a link. */
    LocalStaged link(RawPath target, FileStat above, byte[] to) throws IOException {
        RawPath place = place(target, above);
        writer.createSymlink(place, to);
        return staged(place, target, above, Optional.empty());
    }

    private RawPath place(RawPath target, FileStat above) throws IOException {
        return above.device() == root.stat().device() ? root.ours().next() : Beside.temporary(target);
    }

    private LocalStaged staged(RawPath place, RawPath target, FileStat above, Optional<TargetFile> file) {
        return new LocalStaged(place, file, !writer.flushesAll(),
                (attributes, extended) -> finish(place, target, above, attributes, extended), writer::delete);
    }

    /** What does not count by the rules comes from what is replaced, or is what new files get. */
    private Item.Present finish(RawPath place, RawPath target, FileStat above, Attributes wanted,
            List<ExtendedAttribute> extended) throws IOException {
        FileStat now = reader.stat(place);
        Optional<FileStat> replaced = view.stat(target).filter(stat -> stat.type() == now.type());
        FileStat start = replaced.isPresent() ? likeReplaced(now, replaced.get()) : likeNew(now, above);
        List<ExtendedAttribute> attributes = counted.extended() ? extended
                : replaced.isPresent() ? reader.attributes(target) : inherited(target.parent().orElseThrow());
        counted.set(place, counted.merged(start, wanted), attributes);
        return items.present(place, target.name(), root.stat().device());
    }

    /** New content does not run with the rights that old content was given. */
    private static FileStat likeReplaced(FileStat now, FileStat replaced) {
        return CountedAttributes.like(now, replaced.permissions() & ~SET_ID, replaced.uid(), replaced.gid());
    }

    private FileStat likeNew(FileStat now, FileStat above) {
        int group = (above.permissions() & SET_GROUP) != 0 ? above.gid() : now.gid();
        return CountedAttributes.like(now, root.usualPermissions(), now.uid(), group);
    }

    /** The system would have done this, had the file been made where it belongs. */
    private List<ExtendedAttribute> inherited(RawPath directory) throws IOException {
        return reader.attributes(directory).stream()
                .filter(attribute -> attribute.name().equals("system.posix_acl_default"))
                .map(attribute -> new ExtendedAttribute("system.posix_acl_access", attribute.value()))
                .toList();
    }
}
