package dev.tandem.backup.internal.store;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.LocalFolder;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.storage.spi.TreeListing;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The files of a repository as stored bytes, by kind and ID (restic repository format, layout). Every file but the
 * config is named by the SHA-256 of its bytes, which whole reads verify. Thread-safe where the session is.
 */
public final class RepositoryFiles {
    /** The most bytes files other than packs may have to be read; beyond it somebody wants to exhaust memory. */
    private static final long MAX_SMALL = 1L << 20;
    private static final long MAX_UNPACKED = 128L << 20;
    private static final int LISTED_AT_ONCE = 8;

    /**
     * A stored file.
     *
     * @param id   its name
     * @param size its bytes
     */
    public record StoredFile(Id id, long size) { }

    private final StorageSession session;

    /** Reads and writes through {@code session}, which stays the caller's. */
    public RepositoryFiles(StorageSession session) {
        this.session = session;
    }

    /** Returns how many threads should read packs at a time. */
    public int readers() {
        return Workers.reading(session.facet(LocalFolder.class).isPresent());
    }

    /** Returns where a file lies; {@code id} is ignored for the config. */
    public static RemotePath path(FileKind kind, Id id) {
        return switch (kind) {
            case CONFIG -> RemotePath.of("config");
            case PACK -> RemotePath.of("data", id.toString().substring(0, 2), id.toString());
            default -> RemotePath.of(directory(kind), id.toString());
        };
    }

    private static String directory(FileKind kind) {
        return switch (kind) {
            case KEY -> "keys";
            case LOCK -> "locks";
            case SNAPSHOT -> "snapshots";
            case INDEX -> "index";
            case PACK -> "data";
            case CONFIG -> throw new IllegalArgumentException("the config has no directory");
        };
    }

    /** Returns all files of a kind; other files lying about are ignored. */
    public List<StoredFile> list(FileKind kind) throws StorageException {
        List<StoredFile> files = new ArrayList<>();
        RemotePath top = RemotePath.of(directory(kind));
        Optional<TreeListing> atOnce = session.facet(TreeListing.class);
        if (kind == FileKind.PACK && atOnce.isPresent()) {
            unlessMissing(() -> atOnce.get().listTree(top, info -> note(info, files)));
            return files;
        }
        List<RemotePath> directories = new ArrayList<>();
        listInto(top, files, directories);
        if (kind == FileKind.PACK) {
            listAll(directories).forEach(files::addAll);
        }
        return files;
    }

    /** One after the other, the 256 directories of packs would take so many times as long as a storage is far away. */
    private List<List<StoredFile>> listAll(List<RemotePath> directories) throws StorageException {
        ExecutorService listers = Executors.newFixedThreadPool(LISTED_AT_ONCE, Thread.ofVirtual().factory());
        try {
            List<Future<List<StoredFile>>> listings = directories.stream()
                    .map(directory -> listers.submit(() -> filesIn(directory))).toList();
            List<List<StoredFile>> all = new ArrayList<>();
            for (Future<List<StoredFile>> listing : listings) {
                all.add(Background.await(listing));
            }
            return all;
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw new StorageException(StorageException.Kind.FAILED, "cannot list the packs: " + e.getMessage(), e);
        } finally {
            listers.shutdownNow();
            listers.close();
        }
    }

    private List<StoredFile> filesIn(RemotePath directory) throws StorageException {
        List<StoredFile> files = new ArrayList<>();
        listInto(directory, files, new ArrayList<>());
        return files;
    }

    private static void note(ObjectInfo info, List<StoredFile> files) {
        if (Id.isId(info.path().name())) {
            files.add(new StoredFile(Id.parse(info.path().name()), info.size()));
        }
    }

    private void listInto(RemotePath directory, List<StoredFile> files, List<RemotePath> directories)
            throws StorageException {
        unlessMissing(() -> session.list(directory, info -> {
            if (info.directory()) {
                directories.add(info.path());
            } else {
                note(info, files);
            }
        }));
    }

    private interface Listing {
        void run() throws StorageException;
    }

    private static void unlessMissing(Listing listing) throws StorageException {
        try {
            listing.run();
        } catch (StorageException e) {
            // A storage without directories has none for a kind without files.
            if (e.kind() != StorageException.Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** Tells whether a file is there. */
    public boolean exists(FileKind kind, Id id) throws StorageException {
        return session.stat(path(kind, id)).isPresent();
    }

    /** Returns the size of a file, empty where it is not there. */
    public Optional<Long> size(FileKind kind, Id id) throws StorageException {
        return session.stat(path(kind, id)).map(info -> info.size());
    }

    /** Returns when a file was stored, by the clock of the storage; empty where it is not there or not known. */
    public Optional<Instant> stored(FileKind kind, Id id) throws StorageException {
        return session.stat(path(kind, id)).flatMap(ObjectInfo::modified);
    }

    /**
     * Reads a whole file that is no pack.
     *
     * @throws DamagedException when its bytes are not those its name promises, also when read a second time
     */
    public byte[] read(FileKind kind, Id id) throws IOException {
        byte[] bytes = readOnce(kind, id);
        if (kind == FileKind.CONFIG || Hashing.sha256(bytes).equals(id)) {
            return bytes;
        }
        bytes = readOnce(kind, id);
        if (!Hashing.sha256(bytes).equals(id)) {
            throw mismatch(kind, id);
        }
        return bytes;
    }

    private byte[] readOnce(FileKind kind, Id id) throws IOException {
        long most = switch (kind) {
            case CONFIG, KEY, LOCK -> MAX_SMALL;
            default -> MAX_UNPACKED;
        };
        try (InputStream in = session.read(path(kind, id), 0, most + 1)) {
            byte[] bytes = in.readAllBytes();
            if (bytes.length > most) {
                throw new DamagedException(path(kind, id) + " is larger than any such file can be");
            }
            return bytes;
        }
    }

    /**
     * Reads {@code length} bytes of a file from {@code offset} into {@code target}.
     *
     * @throws DamagedException when the file ends before
     */
    public void read(FileKind kind, Id id, long offset, int length, byte[] target) throws IOException {
        int got = fill(kind, id, offset, length, target);
        if (got < length) {
            throw truncated(kind, id, offset + got);
        }
    }

    /**
     * Returns bytes of a file, at most {@code length} and fewer where it ends.
     *
     * @throws DamagedException where it ends before {@code offset}
     */
    byte[] readUpTo(FileKind kind, Id id, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        int got = fill(kind, id, offset, length, bytes);
        return got < length ? Arrays.copyOf(bytes, got) : bytes;
    }

    private int fill(FileKind kind, Id id, long offset, int length, byte[] target) throws IOException {
        try (InputStream in = session.read(path(kind, id), offset, length)) {
            return in.readNBytes(target, 0, length);
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.INVALID) {
                throw new DamagedException(path(kind, id) + " is truncated: it ends before byte " + offset, e);
            }
            throw e;
        }
    }

    /** Returns what tells that a file ends too early. */
    static DamagedException truncated(FileKind kind, Id id, long size) {
        return new DamagedException(path(kind, id) + " is truncated: it ends at byte " + size);
    }

    /**
     * Reads a whole file, however large, and forgets it; what fails is tried twice.
     *
     * @throws DamagedException when its bytes are not those its name promises
     */
    public void requireSound(FileKind kind, Id id) throws IOException {
        if (!digest(kind, id).equals(id) && !digest(kind, id).equals(id)) {
            throw mismatch(kind, id);
        }
    }

    private Id digest(FileKind kind, Id id) throws IOException {
        MessageDigest digest = Hashing.newSha256();
        try (InputStream in = open(kind, id)) {
            byte[] buffer = new byte[1 << 16];
            for (int n; (n = in.read(buffer)) >= 0;) {
                digest.update(buffer, 0, n);
            }
        }
        return Id.of(digest.digest());
    }

    private static DamagedException mismatch(FileKind kind, Id id) {
        return new DamagedException(path(kind, id) + " is damaged: its content does not match its name");
    }

    /** Opens a whole file as it is stored, unverified. */
    public InputStream open(FileKind kind, Id id) throws StorageException {
        return session.read(path(kind, id), 0, -1);
    }

    /** Stores bytes under their SHA-256 and returns it. */
    public Id write(FileKind kind, byte[] bytes) throws StorageException {
        Id id = Hashing.sha256(bytes);
        write(kind, id, Content.of(bytes));
        return id;
    }

    /** Stores bytes under their SHA-256, as {@link #write} does, and reads them again before it returns it. */
    public Id writeProved(FileKind kind, byte[] bytes) throws IOException {
        Id id = write(kind, bytes);
        try {
            read(kind, id);
        } catch (DamagedException e) {
            StorageException failure = WholeFile.notKept(path(kind, id), "it reads as something else");
            WholeFile.remove(session, path(kind, id), failure);
            throw failure;
        }
        return id;
    }

    /** Stores bytes under {@code id}, which must be their SHA-256; the same file there already is fine. */
    public void write(FileKind kind, Id id, Content content) throws StorageException {
        try {
            WholeFile.write(session, path(kind, id), content, WriteOptions.ONCE);
        } catch (StorageException e) {
            boolean sameFile = e.kind() == StorageException.Kind.EXISTS && kind != FileKind.CONFIG
                    && size(kind, id).filter(size -> size == content.length()).isPresent();
            if (!sameFile) {
                throw e;
            }
        }
    }

    /** Replaces the config. */
    public void replaceConfig(byte[] sealed) throws StorageException {
        WholeFile.write(session, path(FileKind.CONFIG, null), Content.of(sealed), new WriteOptions(false, true, true));
    }

    /** Deletes a file; nothing happens if it is not there. */
    public void delete(FileKind kind, Id id) throws StorageException {
        session.delete(path(kind, id));
    }
}
