package dev.tandem.backup.internal.engine;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.store.Background;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobLocation;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.Runs;
import dev.tandem.job.JobMonitor;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scan.LocalWriter.TargetFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Writes the content of many files at once, pack by pack: each run of neighbouring blobs is read once and written to
 * every place that wants it. Every blob is proved right before it is written.
 */
final class ContentRestorer implements AutoCloseable {
    /** The most bytes read at once. */
    private static final int MAX_RUN = 8 << 20;

    /** Where a blob goes. */
    private record Place(PendingFile file, long position) { }

    /** A blob and where it goes. */
    private static final class Wanted {
        final PackedBlob blob;
        final List<Place> places = new ArrayList<>(1);

        Wanted(PackedBlob blob) {
            this.blob = blob;
        }
    }

    private final RepositoryFiles packs;
    private final BlobIndex index;
    private final BlobReader reader;
    private final LocalWriter writer;
    private final boolean sparse;
    private final RestoreTally tally;
    private final JobMonitor monitor;
    private final Consumer<PendingFile> completed;
    private final ExecutorService pool;
    private Map<Id, Map<Id, Wanted>> wanted = new LinkedHashMap<>();

    /**
     * @param sparse    leave holes where content is zero
     * @param completed told of each file when no blob of it is missing any more, on any thread
     */
    ContentRestorer(RepositoryFiles packs, BlobIndex index, BlobReader reader, LocalWriter writer, boolean sparse,
            RestoreTally tally, JobMonitor monitor, Consumer<PendingFile> completed, int threads) {
        this.packs = packs;
        this.index = index;
        this.reader = reader;
        this.writer = writer;
        this.sparse = sparse;
        this.tally = tally;
        this.monitor = monitor;
        this.completed = completed;
        this.pool = Executors.newFixedThreadPool(threads, Thread.ofPlatform().name("restorer ", 0).factory());
    }

    /** Takes note that {@code file} wants a blob at {@code position}. */
    void want(PendingFile file, Id blob, long position) {
        BlobLocation location = index.locate(BlobType.DATA, blob).orElse(null);
        if (location == null) {
            file.fail("its content is incomplete: the data blob " + blob + " is in no index; run 'check'");
            return;
        }
        file.expectOneMore();
        wanted.computeIfAbsent(location.pack(), pack -> new LinkedHashMap<>())
                .computeIfAbsent(blob, id -> new Wanted(location.blob())).places.add(new Place(file, position));
    }

    /** Writes everything wanted; when this returns every file that wanted something is completed. */
    void flush() throws IOException {
        List<Future<?>> tasks = new ArrayList<>();
        wanted.forEach((pack, blobs) -> {
            List<Wanted> sorted = new ArrayList<>(blobs.values());
            sorted.sort(Comparator.comparingLong(w -> w.blob.offset()));
            for (List<Wanted> run : Runs.of(sorted, w -> w.blob, MAX_RUN)) {
                tasks.add(pool.submit(() -> restore(pack, run)));
            }
        });
        wanted = new LinkedHashMap<>();
        for (Future<?> task : tasks) {
            Background.await(task);
        }
        monitor.checkCancelled();
    }

    private void restore(Id pack, List<Wanted> run) {
        monitor.checkCancelled();
        long start = run.getFirst().blob.offset();
        byte[] sealed = new byte[Math.toIntExact(run.getLast().blob.end() - start)];
        boolean read = true;
        try {
            packs.read(FileKind.PACK, pack, start, sealed.length, sealed);
        } catch (IOException e) {
            // Each blob of the run is then read by itself: other copies of it may be elsewhere.
            read = false;
        }
        for (Wanted next : run) {
            monitor.checkCancelled();
            byte[] plain;
            try {
                plain = content(read ? sealed : null, start, next.blob);
            } catch (IOException e) {
                next.places.forEach(place -> done(place, "its content is incomplete: " + e.getMessage()));
                continue;
            }
            for (Place place : next.places) {
                done(place, write(place, plain));
            }
        }
    }

    private byte[] content(byte[] sealed, long start, PackedBlob blob) throws IOException {
        if (sealed != null) {
            try {
                return reader.decode(sealed, (int) (blob.offset() - start), blob);
            } catch (IOException e) {
                return reader.read(BlobType.DATA, blob.id());
            }
        }
        return reader.read(BlobType.DATA, blob.id());
    }

    private String write(Place place, byte[] plain) {
        if (sparse && place.file.start() == PendingFile.Start.EMPTY && isZero(plain)) {
            tally.progress(plain.length, 0);
            return null;
        }
        try (TargetFile file = place.file.open(writer)) {
            file.write(plain, 0, plain.length, place.position);
            tally.progress(plain.length, plain.length);
            return null;
        } catch (IOException e) {
            return "cannot be written: " + Errors.reason(e);
        }
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private void done(Place place, String failure) {
        if (failure != null) {
            place.file.fail(failure);
        }
        if (place.file.oneDone()) {
            completed.accept(place.file);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
