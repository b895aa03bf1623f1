package dev.tandem.storage.local;

import dev.tandem.storage.Capability;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Finds out what the file system of a folder can do by trying it, for its name tells little. */
final class Probe {
    private Probe() { }

    /** Returns what {@code root} can do; where nothing can be written, nothing is promised about writing. */
    static Set<Capability> of(Path root) {
        var found = EnumSet.of(Capability.RANGE_READ, Capability.CONCURRENT, Capability.DIRECTORIES);
        Path file = Names.temporary(root.resolve("probe"));
        try {
            // Before the probe makes the folder dirty: then it costs no wait for the disk.
            boolean durable = Folders.CAN_SYNC && Folders.trySync(root);
            Files.createFile(file, Modes.PRIVATE.fileAttributes());
            try {
                found.addAll(ofWritable(file, durable));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            System.getLogger(Probe.class.getName())
                    .log(System.Logger.Level.DEBUG, () -> root + " promises nothing about writing: " + e);
        }
        return Set.copyOf(found);
    }

    private static Set<Capability> ofWritable(Path file, boolean durable) throws IOException {
        var found = EnumSet.of(Capability.ATOMIC_WRITE, Capability.RENAME, Capability.RENAME_DIRECTORIES,
                Capability.SET_TIME);
        if (durable) {
            found.add(Capability.DURABLE_WRITE);
        }
        if (ObjectWriter.MOVE_DECIDES || links(file)) {
            found.add(Capability.IF_ABSENT_WRITE);
        }
        if (!Files.exists(file.resolveSibling(file.getFileName().toString().toUpperCase(Locale.ROOT)))) {
            found.add(Capability.CASE_SENSITIVE);
        }
        return found;
    }

    private static boolean links(Path file) throws IOException {
        Path link = Names.temporary(file.resolveSibling("probe"));
        try {
            Files.createLink(link, file);
        } catch (UnsupportedOperationException e) {
            return false;
        } catch (FileSystemException e) {
            if (ObjectWriter.hasNoLinks(e)) {
                return false;
            }
            throw e;
        }
        Files.delete(link);
        return true;
    }
}
