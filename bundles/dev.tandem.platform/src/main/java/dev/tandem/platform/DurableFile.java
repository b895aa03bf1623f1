package dev.tandem.platform;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Replaces a small file so that a crash leaves the old one or the new one, and the new one once the call returned. */
final class DurableFile {
    private DurableFile() { }

    /** Writes {@code file}, readable by its owner only. Only one writer at a time, which the caller sees to. */
    static void write(Path file, byte[] bytes) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        try {
            try (FileChannel channel = OwnerOnly.createFile(unfinished)) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            discard(unfinished, e);
            throw e;
        }
        flushFolder(file.getParent());
    }

    private static void discard(Path unfinished, IOException because) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private static void flushFolder(Path folder) {
        // Windows opens no channel on a folder; NTFS journals its folders by itself.
        if (File.separatorChar != '/') {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The file is in place already, and some network mounts have no such call.
            System.getLogger(DurableFile.class.getName()).log(System.Logger.Level.WARNING,
                    () -> "cannot flush the folder " + folder + "; a power failure now may undo the last change", e);
        }
    }
}
