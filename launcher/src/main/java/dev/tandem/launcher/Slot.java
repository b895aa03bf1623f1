package dev.tandem.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;

/**
 * A folder with the framework's cache of installed bundles, held by one process at a time. A process that finds the
 * first slot taken uses the next one. The slot is warm when it was filled from just the same jars by the same Java,
 * which its stamp tells; the stamp is written last, so a slot whose filling was interrupted is not warm.
 */
final class Slot implements AutoCloseable {
    private static final String STAMP = "stamp";

    private final Path folder;
    private final FileChannel channel;
    private final String stamp;
    private OptionalInt bundles;

    private Slot(Path folder, FileChannel channel, String stamp, OptionalInt bundles) {
        this.folder = folder;
        this.channel = channel;
        this.stamp = stamp;
        this.bundles = bundles;
    }

    /** Takes the first slot that is free, and empties it unless it is warm. */
    static Slot take(Path cache, String stamp) throws IOException {
        try {
            Files.createDirectories(cache, ownerOnly(cache));
        } catch (IOException refused) {
            throw new IOException("The folder " + cache + " cannot be made; choose another with --data DIR", refused);
        }
        for (int number = 0;; number++) {
            Slot slot = tryTake(cache, number, stamp);
            if (slot != null) {
                if (!slot.isWarm()) {
                    slot.empty();
                    dropStale(cache, number + 1, stamp);
                }
                return slot;
            }
        }
    }

    /** Where the framework keeps its files. */
    Path storage() {
        return folder.resolve("bundles");
    }

    boolean isWarm() {
        return bundles.isPresent();
    }

    /** Tells whether just as many bundles were found in the slot as were put there: damaged ones are left out. */
    boolean holds(int count) {
        return bundles.equals(OptionalInt.of(count));
    }

    /** Says that the slot is filled. */
    void seal(int count) throws IOException {
        Files.writeString(folder.resolve(STAMP), stamp + count);
        bundles = OptionalInt.of(count);
    }

    /** Throws away what is in the slot. */
    void empty() throws IOException {
        bundles = OptionalInt.empty();
        Files.deleteIfExists(folder.resolve(STAMP));
        deleteTree(folder);
        Files.createDirectories(folder);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static Slot tryTake(Path cache, int number, String stamp) throws IOException {
        FileChannel channel = FileChannel.open(lockFile(cache, number),
                StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) != null) {
            Path folder = cache.resolve(Integer.toString(number));
            return new Slot(folder, channel, stamp, sealedBundles(folder, stamp));
        }
        channel.close();
        return null;
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    /** Slots beyond the one in use were filled while other processes ran; only those of the present jars are kept. */
    private static void dropStale(Path cache, int from, String stamp) throws IOException {
        for (int number = from; Files.exists(lockFile(cache, number)); number++) {
            try (Slot slot = tryTake(cache, number, stamp)) {
                if (slot != null && !slot.isWarm()) {
                    deleteTree(slot.folder);
                }
            }
        }
    }

    private static Path lockFile(Path cache, int number) {
        return cache.resolve(number + ".lock");
    }

    private static OptionalInt sealedBundles(Path folder, String stamp) throws IOException {
        Path file = folder.resolve(STAMP);
        String seal = Files.exists(file) ? Files.readString(file) : "";
        return seal.startsWith(stamp) ? OptionalInt.of(Integer.parseInt(seal.substring(stamp.length())))
                : OptionalInt.empty();
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))}
                : new FileAttribute<?>[0];
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
