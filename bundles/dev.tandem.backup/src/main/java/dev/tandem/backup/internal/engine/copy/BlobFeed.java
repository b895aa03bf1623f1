package dev.tandem.backup.internal.engine.copy;

import dev.tandem.backup.Id;
import dev.tandem.backup.internal.store.BlobContent;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.backup.internal.store.SavedBlobs;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;

/**
 * The blobs one repository stores, on their way to another that stores them too: a queue bounded in bytes. A blob that
 * finds it full is passed over, so the repository that stores never waits for the other, and what was passed over is
 * copied in the end. Thread-safe.
 */
public final class BlobFeed implements SavedBlobs {
    /** What is held for a blob beside its bytes, roughly. */
    private static final int OVERHEAD = 200;

    private record Offer(BlobType type, Id id, BlobContent content) {
        int size() {
            return content.length() + OVERHEAD;
        }
    }

    private final long capacity;
    private final Queue<Offer> queue = new ArrayDeque<>();
    private long held;
    private long mostHeld;
    private boolean closed;
    private boolean ended;
    private Optional<Id> snapshot = Optional.empty();

    /** Holds up to {@code capacity} bytes. */
    public BlobFeed(long capacity) {
        this.capacity = capacity;
    }

    @Override
    public void saved(BlobType type, Id id, BlobContent content) {
        int size = content.length() + OVERHEAD;
        if (!reserve(size)) {
            return;
        }
        byte[] own = Arrays.copyOfRange(content.bytes(), content.offset(), content.offset() + content.length());
        put(new Offer(type, id, new BlobContent(own, 0, own.length, content.plainLength())));
    }

    private synchronized boolean reserve(int size) {
        if (closed || held + size > capacity) {
            return false;
        }
        held += size;
        mostHeld = Math.max(mostHeld, held);
        return true;
    }

    private synchronized void put(Offer offer) {
        if (!closed) {
            queue.add(offer);
            notifyAll();
        }
    }

    private synchronized void release(Offer offer) {
        held -= offer.size();
    }

    /** Returns the most bytes that were held at a time. */
    public synchronized long mostHeld() {
        return mostHeld;
    }

    /** Takes nothing more, and lets go of what there is: nobody will ask for it. */
    public synchronized void close() {
        closed = true;
        queue.clear();
    }

    /** Tells that the storing repository has ended, with a snapshot or without. */
    public synchronized void end(Optional<Id> saved) {
        snapshot = saved;
        ended = true;
        notifyAll();
    }

    /**
     * Stores what comes, until the other repository has ended.
     *
     * @return how many blobs were stored that were not known
     */
    public long drainTo(BlobWriter blobs) throws IOException {
        long stored = 0;
        for (Offer offer; (offer = next()) != null;) {
            if (blobs.save(offer.type, offer.id, offer.content) != BlobWriter.KNOWN) {
                stored++;
            }
            release(offer);
        }
        return stored;
    }

    private synchronized Offer next() {
        while (queue.isEmpty() && !ended) {
            await();
        }
        // What is still here when the other has ended would be read from it otherwise.
        return queue.poll();
    }

    /** Returns the snapshot that was saved, when the storing repository has ended; empty when there is none. */
    public synchronized Optional<Id> snapshot() {
        while (!ended) {
            await();
        }
        return snapshot;
    }

    private void await() {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }
}
