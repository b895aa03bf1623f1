package dev.tandem.sync.internal.replica;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalReader.SourceFile;
import dev.tandem.scan.LocalWriter;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.replica.Replica.Entry;
import dev.tandem.sync.internal.replica.Replica.Source;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is in a folder of the local file system. Thread-safe. */
final class LocalView {
    private static final Logger LOG = System.getLogger(LocalView.class.getName());
    private static final Duration OLD = Duration.ofDays(1);

    private final LocalReader reader;
    private final LocalWriter writer;
    private final RootedPaths paths;
    private final LocalItems items;
    private final boolean caseSensitive;
    private final Instant oldest;

    /** @param now what is ours beside the tree, and much older, is removed when it is met */
    LocalView(LocalReader reader, LocalWriter writer, RootedPaths paths, LocalItems items, boolean caseSensitive,
            Instant now) {
        this.reader = reader;
        this.writer = writer;
        this.paths = paths;
        this.items = items;
        this.caseSensitive = caseSensitive;
        this.oldest = now.minus(OLD);
    }

    /** As {@link Replica#list}. */
    List<Entry> list(RawPath directory) throws IOException {
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
        if (!items.isSame(before, directoryNow(directory))) {
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

    /** Tells whether a name in the root means the folder that is ours. */
    boolean isOwn(RawName name) {
        return caseSensitive ? name.equals(RawName.of(Replica.OWN)) : name.toString().equalsIgnoreCase(Replica.OWN);
    }

    /** Tells whether it is ours and beside the tree; removes it when no run can need it any more. */
    private boolean isLeftover(RawPath directory, RawName name) {
        if (!Beside.isTemporary(name)) {
            return false;
        }
        RawPath path = directory.child(name);
        try {
            FileStat stat = reader.stat(path);
            if (stat.isDirectory()) {
                return false;
            }
            if (stat.changed().isBefore(oldest)) {
                writer.delete(path);
            }
        } catch (IOException stays) {
            LOG.log(Level.DEBUG, "a leftover of an interrupted run stays for now: " + path, stays);
        }
        return true;
    }

    /** As {@link Replica#look}. */
    Item look(RawPath path) throws IOException {
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

    /**
     * Returns what is at a path.
     *
     * @param above the directory that holds it
     */
    Item look(RawPath path, FileStat above) {
        try {
            return items.present(paths.absolute(path), path.name(), above.device());
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return Item.ABSENT;
        } catch (IOException failed) {
            return new Item.Unknown(reason(failed));
        }
    }

    /** Returns what is at an absolute path, whatever is ours or not. */
    Item glance(RawPath absolute) throws IOException {
        try {
            return items.present(absolute, absolute.name(), paths.device());
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return Item.ABSENT;
        }
    }

    /** As {@link Replica#read}. */
    Source read(RawPath file) throws IOException {
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

    /** Returns the extended attributes of something, whether they count or not. */
    List<ExtendedAttribute> extended(RawPath path) throws IOException {
        if (!RootedPaths.isRoot(path)) {
            paths.requireAbove(path);
        }
        return reader.attributes(paths.absolute(path));
    }

    /** Returns the metadata of what is at an absolute path; empty where nothing is. */
    Optional<FileStat> stat(RawPath absolute) throws IOException {
        try {
            return Optional.of(reader.stat(absolute));
        } catch (NoSuchFileException | NotDirectoryException none) {
            return Optional.empty();
        }
    }
}
