package dev.tandem.backup.internal.store;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sealed trees, read together with their neighbours in the pack. Backups store what is below a directory next to it, so
 * whoever walks wants these soon, and from a far storage each read of one tree is a wait. Of a pack of which much is
 * asked for, more and more is read at once; where the neighbours were not wanted, less again. Thread-safe.
 */
final class TreeSegments {
    private static final int FIRST_READ = 64 << 10;
    private static final int LARGEST_READ = 8 << 20;
    /** A read was worth it if so much of it was asked for: the share that one is. */
    private static final int WORTH = 8;
    private static final long KEPT_BYTES = 32L << 20;

    private final RepositoryFiles files;
    private final Map<Id, Segment> segments = new LinkedHashMap<>(16, 0.75f, true);

    /** A part of a pack, none at first. */
    private static final class Segment {
        private int window = FIRST_READ;
        private long start;
        private byte[] bytes = {};
        private long asked;

        boolean holds(PackedBlob blob) {
            return blob.offset() >= start && blob.end() <= start + bytes.length;
        }

        int nextWindow() {
            if (bytes.length == 0) {
                return FIRST_READ;
            }
            return asked * WORTH >= bytes.length ? Math.min(2 * window, LARGEST_READ) : Math.max(window / 2, FIRST_READ);
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
            segment.asked += blob.length();
            int from = Math.toIntExact(blob.offset() - segment.start);
            return Arrays.copyOfRange(segment.bytes, from, from + blob.length());
        }
    }

    private void read(Id pack, PackedBlob blob, Segment segment) throws IOException {
        int window = segment.nextWindow();
        long start = blob.offset() / window * window;
        long end = Math.max(start + window, blob.end());
        byte[] bytes = files.readUpTo(FileKind.PACK, pack, start, Math.toIntExact(end - start));
        if (start + bytes.length < blob.end()) {
            throw RepositoryFiles.truncated(FileKind.PACK, pack, start + bytes.length);
        }
        synchronized (this) {
            segment.window = window;
            segment.asked = 0;
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
