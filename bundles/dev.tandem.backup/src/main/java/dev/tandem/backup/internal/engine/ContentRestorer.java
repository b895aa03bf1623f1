package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.internal.engine.RestoreWindow.Place;
import dev.tandem.backup.internal.engine.RestoreWindow.Wanted;
import dev.tandem.backup.internal.store.Background;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.Runs;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scan.LocalWriter.TargetFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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

    private final RepositoryFiles packs;
    private final BlobReader reader;
    private final LocalWriter writer;
    private final boolean sparse;
    private final RestoreTally tally;
    private final JobMonitor monitor;
    private final Consumer<PendingFile> completed;
    private final ExecutorService pool;

    /**
     * @param sparse    leave holes where content is zero
     * @param completed told of each file when no blob of it is missing any more, on any thread
     */
    ContentRestorer(Store store, LocalWriter writer, boolean sparse, RestoreTally tally, JobMonitor monitor,
            Consumer<PendingFile> completed) throws IOException {
        this.packs = store.files();
        this.reader = store.reader();
        this.writer = writer;
        this.sparse = sparse;
        this.tally = tally;
        this.monitor = monitor;
        this.completed = completed;
        this.pool = Executors.newFixedThreadPool(packs.readers(), Thread.ofPlatform().name("restorer ", 0).factory());
    }

    /** Writes everything wanted of each pack; when this returns every file that wanted something is completed. */
    void restore(Map<Id, ? extends Collection<Wanted>> wanted) throws IOException {
        List<Future<?>> tasks = new ArrayList<>();
        wanted.forEach((pack, blobs) -> {
            List<Wanted> sorted = new ArrayList<>(blobs);
            sorted.sort(Comparator.comparingLong(each -> each.blob().offset()));
            for (List<Wanted> run : Runs.of(sorted, Wanted::blob, MAX_RUN)) {
                tasks.add(pool.submit(() -> {
                    restore(pack, run);
                    return null;
                }));
            }
        });
        for (Future<?> task : tasks) {
            Background.await(task);
        }
        monitor.checkCancelled();
    }

    private void restore(Id pack, List<Wanted> run) throws IOException {
        monitor.checkCancelled();
        Runs.read(packs, pack, run, Wanted::blob, (next, sealed, offset) -> {
            monitor.checkCancelled();
            byte[] plain;
            try {
                plain = content(sealed, offset, next.blob());
            } catch (IOException e) {
                next.places().forEach(place -> done(place, "its content is incomplete: " + e.getMessage()));
                return;
            }
            for (Place place : next.places()) {
                done(place, write(place, plain));
            }
        });
    }

    private byte[] content(byte[] sealed, int offset, PackedBlob blob) throws IOException {
        if (sealed != null) {
            try {
                return reader.decode(sealed, offset, blob);
            } catch (IOException e) {
                return reader.read(BlobType.DATA, blob.id());
            }
        }
        return reader.read(BlobType.DATA, blob.id());
    }

    private String write(Place place, byte[] plain) {
        if (sparse && place.file().start() == PendingFile.Start.EMPTY && isZero(plain)) {
            tally.progress(plain.length, 0);
            return null;
        }
        try (TargetFile file = place.file().open(writer)) {
            file.write(plain, 0, plain.length, place.position());
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
            place.file().fail(failure);
        }
        if (place.file().oneDone()) {
            completed.accept(place.file());
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
