package dev.tandem.catalog.internal;

import dev.tandem.backup.Repository;
import dev.tandem.environment.Places;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The files of catalogs, one a repository, used by one at a time. They hold names of files, which the repository keeps
 * secret, so each is encrypted with a key made from the repository's: who can read one can read the other.
 */
final class CatalogFiles {
    private static final Logger LOG = System.getLogger(CatalogFiles.class.getName());
    private static final int PATIENCE = 10;
    private static final long POLL_MS = 50;

    /** What is done with a catalog. */
    interface Work<T> {
        T run(Catalog catalog) throws IOException;
    }

    private final Places places;
    private final Map<Path, ReentrantLock> locks = new ConcurrentHashMap<>();

    CatalogFiles(Places places) {
        this.places = places;
    }

    /**
     * Works with the catalog of a repository. The work begins anew, with an empty catalog, when that turns out to be of
     * no use; and with one that is thrown away afterwards while another process has that.
     */
    <T> T use(Repository repository, Work<T> work) throws IOException {
        Path file = file(repository);
        char[] key = key(repository);
        ReentrantLock lock = locks.computeIfAbsent(file, _ -> new ReentrantLock());
        lock.lock();
        try {
            Optional<Result<T>> done = attempt(file, key, work);
            return done.isPresent() ? done.get().value : aside(key, work);
        } finally {
            lock.unlock();
        }
    }

    /** Works with the catalog of a repository where there is one that can be used; it is not changed. */
    <T> Optional<T> useWhereIs(Repository repository, Work<Optional<T>> work) throws IOException {
        return Files.exists(file(repository)) ? use(repository, work) : Optional.empty();
    }

    static char[] key(Repository repository) {
        return hash("key of the index of files", repository.masterKeyJson()).toCharArray();
    }

    private Path file(Repository repository) {
        return places.catalog().resolve("files-" + hash("name", repository.info().id()).substring(0, 16) + ".mv");
    }

    private record Result<T>(T value) { }

    /** Returns empty while another process has the file. */
    private static <T> Optional<Result<T>> attempt(Path file, char[] key, Work<T> work) throws IOException {
        try {
            return once(file, key, work);
        } catch (UnusableStoreException e) {
            LOG.log(Logger.Level.INFO, "the index of files " + file + " is made anew: " + e.getMessage());
            Files.deleteIfExists(file);
        }
        try {
            return once(file, key, work);
        } catch (UnusableStoreException e) {
            throw new IOException("the index of files " + file + " was just made and is damaged: " + e.getMessage()
                    + ". The disk or the memory of this computer may be faulty", e);
        }
    }

    private static <T> Optional<Result<T>> once(Path file, char[] key, Work<T> work) throws IOException {
        Optional<Catalog> opened = Catalog.open(file, key);
        for (int i = 0; i < PATIENCE && opened.isEmpty(); i++) {
            pause();
            opened = Catalog.open(file, key);
        }
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (Catalog catalog = opened.get()) {
            return Optional.of(new Result<>(work.run(catalog)));
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private <T> T aside(char[] key, Work<T> work) throws IOException {
        Path file = Files.createTempFile(places.cache(), "files-", ".mv");
        try {
            return attempt(file, key, work).orElseThrow(
                    () -> new IOException("another process took the scratch file " + file + ". Try again")).value;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static String hash(String purpose, String of) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest((purpose + "\0" + of).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java run time has SHA-256", e);
        }
    }
}
