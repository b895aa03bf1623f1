package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.backup.internal.store.Hashing;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Saves the chunks of large files beside the thread that cuts them, so that one large file uses every processor. The
 * memory of chunks on their way is bounded. Thread-safe.
 */
final class ChunkSaver implements AutoCloseable {
    private static final int BUDGET_KIB = 24 << 10;
    private static final int MOST_IDLE = 4;

    private final BlobWriter blobs;
    private final BackupTally tally;
    private final ExecutorService savers;
    private final Semaphore budget = new Semaphore(BUDGET_KIB);
    /** New memory for each chunk would be cleared, copied to and collected, at the price of a tenth of a backup. */
    private final BlockingQueue<byte[]> idle = new ArrayBlockingQueue<>(MOST_IDLE);

    ChunkSaver(BlobWriter blobs, BackupTally tally, int threads) {
        this.blobs = blobs;
        this.tally = tally;
        this.savers = Executors.newFixedThreadPool(threads, Thread.ofPlatform().name("chunk saver ", 0).factory());
    }

    /** Saves a chunk on the calling thread. */
    Id save(byte[] bytes, int offset, int length) throws IOException {
        Id id = Hashing.sha256(bytes, offset, length);
        tally.blob(BlobType.DATA, length, blobs.save(BlobType.DATA, id, bytes, offset, length));
        return id;
    }

    /** Returns a buffer of at least {@code least} bytes, of any content, for {@link #saveLater} to take back. */
    byte[] takeBuffer(int least) {
        for (byte[] buffer; (buffer = idle.poll()) != null;) {
            if (buffer.length >= least) {
                return buffer;
            }
        }
        return new byte[least];
    }

    /**
     * Saves a chunk on another thread; waits while too many are on their way.
     *
     * @param buffer starts with the chunk; not to be used any more
     */
    CompletableFuture<Id> saveLater(byte[] buffer, int length) throws IOException {
        int cost = Math.max(1, buffer.length >>> 10);
        try {
            budget.acquire(cost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while saving a file", e);
        }
        CompletableFuture<Id> saved = new CompletableFuture<>();
        savers.execute(() -> {
            try {
                saved.complete(save(buffer, 0, length));
            } catch (IOException | RuntimeException | Error e) {
                saved.completeExceptionally(e);
            } finally {
                idle.offer(buffer);
                budget.release(cost);
            }
        });
        return saved;
    }

    @Override
    public void close() {
        savers.close();
    }
}
