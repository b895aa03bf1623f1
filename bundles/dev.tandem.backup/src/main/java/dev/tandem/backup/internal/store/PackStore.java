package dev.tandem.backup.internal.store;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.Sealer;
import dev.tandem.storage.Content;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Gathers sealed blobs into packs, one open pack a type, and stores full ones in the background. A pack that is stored
 * enters the index at once and an index file soon. The first failure ends everything: each later call throws it.
 * Thread-safe.
 */
final class PackStore implements AutoCloseable {
    /** As many packs are in memory where nothing speaks against it. */
    static final int BUFFERS = 4;
    /** As many must be: one open pack a type, and one more for a type that may not wait for the other. */
    static final int FEWEST_BUFFERS = 3;

    // The largest data blob, so that a pack below the target has room for one more.
    private static final int SLACK = (8 << 20) + (1 << 20);

    private final RepositoryFiles files;
    private final Sealer sealer;
    private final BlobIndex index;
    private final IndexWriter indexWriter;
    private final RepositoryLock lock;
    private final Consumer<List<PackedBlob>> stored;
    private final PackBuffers buffers;
    private final ExecutorService uploads = Executors.newVirtualThreadPerTaskExecutor();
    private final Phaser underWay = new Phaser(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Map<BlobType, Object> monitors = new EnumMap<>(BlobType.class);
    private final Map<BlobType, Pack> open = new EnumMap<>(BlobType.class);

    /**
     * @param stored  told of the blobs of each pack that was stored and has entered {@code index}
     * @param indexed told of each index file that was written
     * @param buffers how many packs may be in memory
     */
    PackStore(RepositoryFiles files, SealedFiles sealedFiles, Sealer sealer, BlobIndex index, RepositoryLock lock,
            Consumer<List<PackedBlob>> stored, Consumer<Id> indexed, int buffers) {
        this.buffers = new PackBuffers(buffers, Pack.TARGET + SLACK);
        this.files = files;
        this.sealer = sealer;
        this.index = index;
        this.indexWriter = new IndexWriter(sealedFiles, indexed);
        this.lock = lock;
        this.stored = stored;
        for (BlobType type : BlobType.values()) {
            monitors.put(type, new Object());
        }
    }

    /**
     * Adds a blob whose sealed bytes begin at {@code offset} and are copied; waits while the storage is slower than its
     * writers.
     */
    void add(BlobType type, Id id, byte[] sealed, int offset, int sealedLength, int plainLength) throws IOException {
        throwFailure();
        synchronized (monitors.get(type)) {
            if (Pack.capacityFor(sealedLength) > SLACK) {
                Pack own = new Pack(type, new byte[Pack.capacityFor(sealedLength)]);
                own.add(id, sealed, offset, sealedLength, plainLength);
                store(own);
                return;
            }
            Pack pack = openPack(type, sealedLength);
            pack.add(id, sealed, offset, sealedLength, plainLength);
            if (pack.isFull()) {
                closePack(type);
            }
        }
    }

    private Pack openPack(BlobType type, int sealedLength) throws IOException {
        Pack pack = get(type);
        if (pack != null && !pack.hasRoomFor(sealedLength)) {
            closePack(type);
            pack = null;
        }
        if (pack == null) {
            pack = new Pack(type, takeBuffer());
            put(type, pack);
        }
        return pack;
    }

    private Pack get(BlobType type) {
        synchronized (open) {
            return open.get(type);
        }
    }

    private void put(BlobType type, Pack pack) {
        synchronized (open) {
            open.put(type, pack);
        }
    }

    private byte[] takeBuffer() throws IOException {
        try {
            byte[] buffer = buffers.take();
            throwFailure();
            return buffer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while storing packs", e);
        }
    }

    private void closePack(BlobType type) {
        Pack pack = get(type);
        put(type, null);
        store(pack);
    }

    private void store(Pack pack) {
        pack.finish(sealer);
        underWay.register();
        uploads.execute(() -> {
            try {
                if (failure.get() == null) {
                    upload(pack);
                }
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                buffers.giveBack(pack.bytes());
                underWay.arriveAndDeregister();
            }
        });
    }

    private void upload(Pack pack) throws IOException {
        lock.ensureHeld();
        Id id = Hashing.sha256(pack.bytes(), 0, pack.length());
        files.write(FileKind.PACK, id, Content.of(pack.bytes(), 0, pack.length()));
        // An upload may take long, and a pack of no index that was stored under a lost lock may be removed by others.
        lock.ensureHeld();
        index.add(id, pack.blobs());
        stored.accept(pack.blobs());
        indexWriter.add(id, pack.blobs());
    }

    /** Stores all that was added and writes the index of it; when this returns every blob added can be read. */
    void flush() throws IOException {
        throwFailure();
        for (BlobType type : BlobType.values()) {
            synchronized (monitors.get(type)) {
                if (get(type) != null) {
                    closePack(type);
                }
            }
        }
        underWay.arriveAndAwaitAdvance();
        throwFailure();
        lock.ensureHeld();
        indexWriter.flush();
    }

    private void throwFailure() throws IOException {
        Background.rethrow(failure.get());
    }

    /** Tells whether the index may hold blobs that no index file lists; asked after {@link #close}. */
    boolean leftUnlisted() {
        return failure.get() != null || indexWriter.pending();
    }

    /** Waits for packs on their way; what was not flushed is not stored. */
    @Override
    public void close() {
        uploads.close();
    }
}
