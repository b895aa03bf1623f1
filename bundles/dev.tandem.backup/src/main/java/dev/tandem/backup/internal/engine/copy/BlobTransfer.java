package dev.tandem.backup.internal.engine.copy;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.Chunker;
import dev.tandem.backup.internal.store.Background;
import dev.tandem.backup.internal.store.BlobContent;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobLocation;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.Runs;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Moves blobs from a source to a target, pack by pack, each run of neighbours read at once. A blob is proved right,
 * then sealed again as it was compressed; no tree is ever decoded.
 */
final class BlobTransfer {
    /** The most bytes read at once. */
    private static final int MAX_RUN = 8 << 20;

    /** The memory of one thread. */
    private static final class Room {
        private byte[] sealed = {};
        private byte[] plain = {};

        byte[] sealed(int length) {
            sealed = withRoom(sealed, Math.min(length, MAX_RUN));
            return sealed;
        }

        byte[] plain(int length) {
            plain = withRoom(plain, Math.min(length, Chunker.MAX));
            return plain;
        }

        private static byte[] withRoom(byte[] buffer, int length) {
            return buffer.length >= length ? buffer : new byte[Math.max(length, Math.min(2 * buffer.length, MAX_RUN))];
        }
    }

    private final RepositoryFiles packs;
    private final BlobReader reader;
    private final BlobIndex index;
    private final BlobWriter target;
    private final boolean anew;
    private final Loss loss;
    private final JobMonitor monitor;
    private final ExecutorService pool;
    /** Also bounds how many runs wait for a thread. */
    private final BlockingQueue<Room> rooms;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final LongAdder blobs = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    /**
     * @param packs of the source, as are {@code reader} and {@code index}
     * @param anew  compress data anew instead of keeping what the source has
     * @param loss  told of what cannot be read
     */
    BlobTransfer(RepositoryFiles packs, BlobReader reader, BlobIndex index, BlobWriter target, boolean anew, Loss loss,
            JobMonitor monitor, ExecutorService pool, int threads) {
        this.packs = packs;
        this.reader = reader;
        this.index = index;
        this.target = target;
        this.anew = anew;
        this.loss = loss;
        this.monitor = monitor;
        this.pool = pool;
        // Made whole now: to give a room back must not need memory.
        this.rooms = new ArrayBlockingQueue<>(threads);
        for (int i = 0; i < threads; i++) {
            rooms.add(new Room());
        }
    }

    /** Returns how many blobs were stored. */
    long blobs() {
        return blobs.sum();
    }

    /** Returns how many bytes they take in the target. */
    long bytes() {
        return bytes.sum();
    }

    /** Moves the blobs with these numbers of the index. */
    void move(BitSet numbers) throws IOException {
        int threads = rooms.size();
        try {
            List<PackedBlob> ofOnePack = new ArrayList<>();
            Id pack = null;
            for (int next = numbers.nextSetBit(0); next >= 0; next = numbers.nextSetBit(next + 1)) {
                BlobLocation place = index.location(next);
                if (!place.pack().equals(pack)) {
                    move(pack, ofOnePack);
                    ofOnePack = new ArrayList<>();
                    pack = place.pack();
                }
                ofOnePack.add(place.blob());
            }
            move(pack, ofOnePack);
        } finally {
            awaitAll(threads);
        }
        Background.rethrow(failure.get());
    }

    private void move(Id pack, List<PackedBlob> some) throws IOException {
        if (some.isEmpty()) {
            return;
        }
        some.sort(Comparator.comparingLong(PackedBlob::offset));
        for (List<PackedBlob> run : Runs.of(some, blob -> blob, MAX_RUN)) {
            Background.rethrow(failure.get());
            monitor.checkCancelled();
            Room room = takeRoom();
            pool.execute(() -> move(pack, run, room));
        }
    }

    private Room takeRoom() {
        try {
            return rooms.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    /** Waits for the threads also when this one is interrupted: they end soon, and use what the caller will close. */
    private void awaitAll(int threads) {
        boolean interrupted = false;
        List<Room> back = new ArrayList<>();
        while (back.size() < threads) {
            try {
                back.add(rooms.take());
            } catch (InterruptedException e) {
                interrupted = true;
                failure.compareAndSet(null, new CancellationException("interrupted"));
            }
        }
        rooms.addAll(back);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void move(Id pack, List<PackedBlob> run, Room room) {
        try {
            long start = run.getFirst().offset();
            byte[] sealed = readRun(pack, start, run.getLast().end() - start, room);
            for (PackedBlob blob : run) {
                if (failure.get() != null || monitor.cancelled()) {
                    return;
                }
                move(blob, sealed, (int) (blob.offset() - start), room);
                monitor.advance(1, blob.length());
            }
        } catch (IOException | RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        } finally {
            rooms.add(room);
        }
    }

    /** Returns the run, or null where each blob is better read by itself: it is too long, or cannot be read whole. */
    private byte[] readRun(Id pack, long start, long length, Room room) {
        if (length > MAX_RUN) {
            return null;
        }
        byte[] sealed = room.sealed((int) length);
        try {
            packs.read(FileKind.PACK, pack, start, (int) length, sealed);
            return sealed;
        } catch (IOException e) {
            return null;
        }
    }

    private void move(PackedBlob blob, byte[] sealed, int offset, Room room) throws IOException {
        BlobContent content;
        try {
            content = content(blob, sealed, offset, room);
        } catch (IOException e) {
            loss.of(e);
            return;
        }
        int stored = save(blob, content);
        if (stored != BlobWriter.KNOWN) {
            blobs.increment();
            bytes.add(stored);
        }
    }

    private BlobContent content(PackedBlob blob, byte[] sealed, int offset, Room room) throws IOException {
        if (sealed != null) {
            try {
                return reader.open(sealed, offset, blob, room.plain(blob.plainLength()));
            } catch (IOException e) {
                return reader.readContent(blob.type(), blob.id());
            }
        }
        return reader.readContent(blob.type(), blob.id());
    }

    private int save(PackedBlob blob, BlobContent content) throws IOException {
        if (content.compressed() && (!anew || blob.type() == BlobType.TREE)) {
            return target.save(blob.type(), blob.id(), content);
        }
        BlobContent plain = content.decompressed();
        return target.save(blob.type(), blob.id(), plain.bytes(), plain.offset(), plain.length());
    }
}
