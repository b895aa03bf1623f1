package dev.tandem.backup.internal.store;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sealed trees, read together with those stored before them. Backups store what is below a directory before the
 * directory, so whoever walks down wants these next, and from a far storage each read of one tree is a wait. The more of
 * a pack is asked for, the more is read at once: who wants one tree pays for little else. Thread-safe.
 */
final class TreeSegments {
    private static final int FIRST_READ = 64 << 10;
    private static final int MOST_DOUBLINGS = 7;
    private static final long KEPT_BYTES = 32L << 20;

    private final RepositoryFiles files;
    private final Map<Id, Segment> segments = new LinkedHashMap<>(16, 0.75f, true);

    /** A part of a pack, none at first. */
    private static final class Segment {
        private int reads;
        private long start;
        private byte[] bytes = {};

        boolean holds(PackedBlob blob) {
            return blob.offset() >= start && blob.end() <= start + bytes.length;
        }
    }

    TreeSegments(RepositoryFiles files) {
        this.files = files;
    }

    /** Returns the sealed bytes of a tree, unproved; the caller may change them. */
    byte[] sealed(BlobLocation place) throws IOException {
        Segment segment;
        synchronized (this) {
            segment = segments.computeIfAbsent(place.pack(), _ -> new Segment());
        }
        synchronized (segment) {
            PackedBlob blob = place.blob();
            if (!segment.holds(blob)) {
                read(place.pack(), blob, segment);
            }
            int from = Math.toIntExact(blob.offset() - segment.start);
            return Arrays.copyOfRange(segment.bytes, from, from + blob.length());
        }
    }

    private void read(Id pack, PackedBlob blob, Segment segment) throws IOException {
        int wanted = FIRST_READ << Math.min(segment.reads, MOST_DOUBLINGS);
        long start = Math.max(0, Math.min(blob.offset(), blob.end() - wanted));
        byte[] bytes = new byte[Math.toIntExact(blob.end() - start)];
        files.read(FileKind.PACK, pack, start, bytes.length, bytes);
        synchronized (this) {
            segment.reads++;
            segment.start = start;
            segment.bytes = bytes;
            segments.put(pack, segment);
            makeRoom(segment);
        }
    }

    private void makeRoom(Segment except) {
        long kept = segments.values().stream().mapToLong(segment -> segment.bytes.length).sum();
        Iterator<Segment> eldest = segments.values().iterator();
        while (kept > KEPT_BYTES && eldest.hasNext()) {
            Segment segment = eldest.next();
            if (segment != except) {
                kept -= segment.bytes.length;
                eldest.remove();
            }
        }
    }

    /** Forgets what was read of a pack: it may have been read wrong. */
    synchronized void forget(Id pack) {
        segments.remove(pack);
    }
}
