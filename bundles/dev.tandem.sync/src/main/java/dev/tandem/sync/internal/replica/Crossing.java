package dev.tandem.sync.internal.replica;

import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalReader.SourceFile;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scan.LocalWriter.TargetFile;
import dev.tandem.sync.internal.model.Item;
import java.io.IOException;
import java.nio.file.FileSystemException;

/**
 * Takes files and links from one file system to another, versions above all: what is copied is on the disk before anything
 * else is changed. Thread-safe.
 */
final class Crossing {
    private static final int BUFFER = 128 * 1024;

    private final LocalReader reader;
    private final LocalWriter writer;
    private final Swaps swaps;

    Crossing(LocalReader reader, LocalWriter writer, Swaps swaps) {
        this.reader = reader;
        this.writer = writer;
        this.swaps = swaps;
    }

    /** As {@link Swaps#replace}, with {@code kept} on another file system, and {@code aside} a name beside the target. */
    void replace(RawPath from, Item.Present next, RawPath target, Item.Present expected, RawPath kept, RawPath aside)
            throws IOException {
        copy(target, kept);
        undoing(kept, () -> swaps.replace(from, next, target, expected, aside));
        writer.delete(aside);
    }

    /** As {@link Swaps#putAside}, likewise. */
    void putAside(RawPath target, Item.Present expected, RawPath kept, RawPath aside) throws IOException {
        copy(target, kept);
        undoing(kept, () -> swaps.putAside(target, expected, aside));
        writer.delete(aside);
    }

    /** As {@link Swaps#put}, from another file system. */
    void put(RawPath kept, RawPath target, RawPath aside) throws IOException {
        copy(kept, aside);
        undoing(aside, () -> swaps.put(aside, target));
        writer.delete(kept);
    }

    /** Gives a file or link a path on another file system, where nothing is. */
    void move(RawPath source, Item.Present expected, RawPath target, RawPath copy, RawPath aside) throws IOException {
        copy(source, copy);
        undoing(copy, () -> {
            swaps.putAside(source, expected, aside);
            try {
                swaps.put(copy, target);
            } catch (IOException failed) {
                swaps.put(aside, source);
                throw failed;
            }
        });
        writer.delete(aside);
    }

    /** A change of which a copy must not stay where it fails. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    private void undoing(RawPath copy, Change change) throws IOException {
        boolean made = false;
        try {
            change.make();
            made = true;
        } finally {
            if (!made) {
                writer.delete(copy);
            }
        }
    }

    private void copy(RawPath from, RawPath to) throws IOException {
        FileStat stat = reader.stat(from);
        switch (stat.type()) {
            case SYMLINK -> writer.createSymlink(to, reader.readLink(from));
            case FILE -> copyFile(from, to);
            default -> throw new FileSystemException(from.toString(), null, "a " + stat.type() + " is not kept");
        }
        // What cannot be set is no reason not to keep a version.
        writer.setMetadata(to, stat, reader.attributes(from));
    }

    private void copyFile(RawPath from, RawPath to) throws IOException {
        try (SourceFile source = reader.open(from); TargetFile target = writer.createFile(to)) {
            undoing(to, () -> copy(source, target));
        }
    }

    private static void copy(SourceFile source, TargetFile target) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long done = 0;
        for (int count = source.read(buffer, 0, BUFFER); count > 0; count = source.read(buffer, 0, BUFFER)) {
            target.write(buffer, 0, count, done);
            done += count;
        }
        target.force();
    }
}
