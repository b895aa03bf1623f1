package dev.tandem.backup.internal.store;

import dev.tandem.backup.Compression;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.Sealer;
import dev.tandem.backup.internal.format.Zstandard;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Saves blobs the repository does not have yet: compress, seal, prove that the sealed bytes open to the same blob, add
 * to a pack. Thread-safe; two threads with the same blob store it once.
 */
public final class BlobWriter implements AutoCloseable {
    /** What {@link #save} says of a blob that was there already. */
    public static final int KNOWN = -1;

    private static final int TREE_LEVEL = 3;

    private final Sealer sealer;
    private final BlobIndex index;
    private final PackStore packs;
    private final boolean dryRun;
    private final int dataLevel;
    private final SavedBlobs listener;
    private final Runnable abandoned;
    /** As many as processors can work at once: more threads than that would only take more memory. */
    private final BlockingQueue<Scratch> idle = new LinkedBlockingQueue<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Map<BlobType, Set<Id>> claimed = new EnumMap<>(BlobType.class);

    /**
     * @param compression how hard data is compressed
     * @param dryRun      do everything but store
     * @param buffers     how many packs may be in memory, each 25 MiB
     * @param indexed     told of each index file that was written
     * @param abandoned   told at the end when {@code index} may hold blobs that no index file lists
     * @param listener    told of each blob that is stored
     */
    BlobWriter(RepositoryFiles files, SealedFiles sealedFiles, Sealer sealer, BlobIndex index, RepositoryLock lock,
            Compression compression, boolean dryRun, int buffers, Consumer<Id> indexed, Runnable abandoned,
            SavedBlobs listener) {
        this.sealer = sealer;
        this.index = index;
        for (int i = 0; i < Workers.count(); i++) {
            idle.add(new Scratch(sealer));
        }
        this.packs = new PackStore(files, sealedFiles, sealer, index, lock, this::unclaim, indexed, buffers);
        this.listener = listener;
        this.abandoned = abandoned;
        this.dryRun = dryRun;
        this.dataLevel = level(compression);
        for (BlobType type : BlobType.values()) {
            claimed.put(type, ConcurrentHashMap.newKeySet());
        }
    }

    private static int level(Compression compression) {
        return switch (compression) {
            case OFF -> 0;
            case FASTEST -> 1;
            // As small as restic makes it, for a quarter less time than level 3.
            case AUTO -> 2;
            case BETTER -> 9;
            case MAX -> 19;
        };
    }

    /** Tells whether a blob need not be saved any more. */
    public boolean knows(BlobType type, Id id) {
        return claimed.get(type).contains(id) || index.contains(type, id);
    }

    /**
     * Saves a blob unless it is known; only {@link #flush} makes it safe.
     *
     * @param id SHA-256 of the bytes
     * @return bytes it takes in the repository, or {@link #KNOWN}
     */
    public int save(BlobType type, Id id, byte[] plain, int offset, int length) throws IOException {
        return claimed(type, id, () -> seal(type, id, plain, offset, length));
    }

    private int seal(BlobType type, Id id, byte[] plain, int offset, int length) throws IOException {
        Scratch scratch = takeScratch();
        try {
            scratch.seal(plain, offset, length, type == BlobType.TREE ? TREE_LEVEL : dataLevel);
            if (!scratch.opensTo(plain, offset, length)) {
                throw faultyHardware();
            }
            return add(type, id, scratch);
        } finally {
            idle.add(scratch);
        }
    }

    private int add(BlobType type, Id id, Scratch scratch) throws IOException {
        listener.saved(type, id, scratch.content());
        return add(new PackedBlob(type, id, 0, scratch.sealedLength(), scratch.plainLength()), scratch.sealed(),
                0);
    }

    /**
     * Saves a blob as another repository has it, unless it is known; only {@link #flush} makes it safe.
     *
     * @param id      SHA-256 of the blob
     * @param content proved to be that blob's; compressed if it is a tree's
     * @return bytes it takes in the repository, or {@link #KNOWN}
     */
    public int save(BlobType type, Id id, BlobContent content) throws IOException {
        return claimed(type, id, () -> seal(type, id, content));
    }

    private int seal(BlobType type, Id id, BlobContent content) throws IOException {
        Scratch scratch = takeScratch();
        try {
            scratch.seal(content);
            if (!scratch.opensTo(content)) {
                throw faultyHardware();
            }
            return add(type, id, scratch);
        } finally {
            idle.add(scratch);
        }
    }

    /**
     * Saves a tree that is too large to be held in memory plain.
     *
     * @param id          SHA-256 of its plain bytes
     * @param frame       the compressed bytes
     * @param frameLength how many they are
     * @param plainLength how many plain bytes they yield
     * @return bytes it takes in the repository, or {@link #KNOWN}
     */
    public int saveCompressedTree(Id id, byte[] frame, int frameLength, int plainLength) throws IOException {
        return claimed(BlobType.TREE, id, () -> sealCompressedTree(id, frame, frameLength, plainLength));
    }

    private int sealCompressedTree(Id id, byte[] frame, int frameLength, int plainLength) throws IOException {
        byte[] sealed = new byte[frameLength + Sealer.OVERHEAD];
        sealer.seal(frame, 0, frameLength, sealed, 0);
        MessageDigest digest = Hashing.newSha256();
        byte[] buffer = new byte[1 << 16];
        byte[] opened = sealer.open(sealed);
        try (InputStream in = new DigestInputStream(Zstandard.decompressing(new ByteArrayInputStream(opened)), digest)) {
            while (in.read(buffer) >= 0) {
                continue;
            }
        }
        if (!Id.of(digest.digest()).equals(id)) {
            throw faultyHardware();
        }
        listener.saved(BlobType.TREE, id, new BlobContent(frame, 0, frameLength, plainLength));
        return add(new PackedBlob(BlobType.TREE, id, 0, sealed.length, plainLength), sealed, 0);
    }

    /**
     * Saves a blob as it is sealed in another pack of the same repository.
     *
     * @param sealed holds the sealed bytes, which the caller has proved to be this blob's
     * @param offset where they begin
     * @return bytes it takes in the repository, or {@link #KNOWN}
     */
    public int saveSealed(PackedBlob blob, byte[] sealed, int offset) throws IOException {
        return claimed(blob.type(), blob.id(), () -> add(blob, sealed, offset));
    }

    /**
     * Saves a blob unless this writer is about to, whatever the index says: the copies it knows may be damaged.
     *
     * @param content proved to be that blob's
     * @return bytes it takes in the repository, or {@link #KNOWN}
     */
    public int saveAnew(BlobType type, Id id, BlobContent content) throws IOException {
        Background.rethrow(failure.get());
        return claimed.get(type).add(id) ? lastingly(() -> seal(type, id, content)) : KNOWN;
    }

    private Scratch takeScratch() throws IOException {
        try {
            return idle.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while saving a blob", e);
        }
    }

    /** The storing of a claimed blob. */
    @FunctionalInterface
    private interface Storing {
        int run() throws IOException;
    }

    /**
     * Stores a blob if this thread is the first that has it. Others take it as known from then on, so a failure to store
     * it is final: every later call throws it, and nothing that refers to the blob can be saved.
     */
    private int claimed(BlobType type, Id id, Storing storing) throws IOException {
        Background.rethrow(failure.get());
        return claim(type, id) ? lastingly(storing) : KNOWN;
    }

    private int lastingly(Storing storing) throws IOException {
        try {
            return storing.run();
        } catch (IOException | RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            throw e;
        }
    }

    private boolean claim(BlobType type, Id id) {
        // Claimed before indexed: a blob that is just stored changes from one to the other in the opposite order.
        if (!claimed.get(type).add(id)) {
            return false;
        }
        if (index.contains(type, id)) {
            claimed.get(type).remove(id);
            return false;
        }
        return true;
    }

    private void unclaim(List<PackedBlob> indexed) {
        indexed.forEach(blob -> claimed.get(blob.type()).remove(blob.id()));
    }

    private static IOException faultyHardware() {
        return new IOException("a blob that was just sealed does not open to the same bytes; the memory or the processor"
                + " of this computer may be faulty. Nothing wrong was stored");
    }

    private int add(PackedBlob blob, byte[] sealed, int offset) throws IOException {
        if (!dryRun) {
            packs.add(blob.type(), blob.id(), sealed, offset, blob.length(), blob.plainLength());
        }
        return blob.length() + PackHeader.entrySize(blob);
    }

    /** Stores all blobs saved so far, with their index; when this returns each of them can be read. */
    public void flush() throws IOException {
        Background.rethrow(failure.get());
        packs.flush();
    }

    /** Ends writing; what was not flushed is not stored. */
    @Override
    public void close() {
        packs.close();
        if (packs.leftUnlisted()) {
            abandoned.run();
        }
    }
}
