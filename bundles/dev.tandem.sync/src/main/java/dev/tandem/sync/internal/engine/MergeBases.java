package dev.tandem.sync.internal.engine;

import dev.tandem.backup.Id;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * What files were when both sides were last equal, for those that may have to be merged: by then both sides have changed
 * it, and nobody else has it any more. Files by the digest of their content, compressed. Thread-safe.
 */
final class MergeBases {
    private final Path folder;
    private final int limit;

    /**
     * @param folder made when it is needed
     * @param limit  bytes of the largest content
     */
    MergeBases(Path folder, int limit) {
        this.folder = folder;
        this.limit = limit;
    }

    /** Tells whether a content is here. */
    boolean has(Id content) {
        return Files.exists(file(content));
    }

    /** Keeps a content. */
    void keep(Id content, byte[] bytes) throws IOException {
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, "new-", ".tmp");
        try {
            Files.write(temporary, deflated(bytes));
            Files.move(temporary, file(content), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Returns a content, proved right; empty where it is not here, or is damaged. */
    Optional<byte[]> find(Id content) throws IOException {
        Path file = file(content);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = inflated(Files.readAllBytes(file));
            if (Id.of(MessageDigest.getInstance("SHA-256").digest(bytes)).equals(content)) {
                return Optional.of(bytes);
            }
        } catch (DataFormatException e) {
            Files.delete(file);
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java run time has SHA-256", e);
        }
        Files.delete(file);
        return Optional.empty();
    }

    /** Forgets all but these. */
    void retain(Set<Id> contents) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (!Id.isId(name) || !contents.contains(Id.parse(name))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Path file(Id content) {
        return folder.resolve(content.toString());
    }

    private static byte[] deflated(byte[] bytes) {
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(bytes);
            deflater.finish();
            java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    private byte[] inflated(byte[] bytes) throws DataFormatException {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(bytes);
            java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int length = inflater.inflate(buffer);
                if (length == 0 || out.size() + length > limit) {
                    throw new DataFormatException("not what was written");
                }
                out.write(buffer, 0, length);
            }
            return out.toByteArray();
        }
    }
}
