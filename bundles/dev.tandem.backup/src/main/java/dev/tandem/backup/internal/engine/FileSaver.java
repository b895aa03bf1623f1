package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.Chunker;
import dev.tandem.backup.internal.store.Background;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reads one file at a time to its end, cuts it into chunks and saves them. One thread at a time. */
final class FileSaver {
    /** Where bytes come from: at least one and at most {@code length} at a call, -1 at the end. */
    @FunctionalInterface
    interface Source {
        int read(byte[] buffer, int offset, int length) throws IOException;
    }

    /**
     * A file that was saved.
     *
     * @param content its chunks
     * @param size    bytes read
     */
    record Saved(List<Id> content, long size) { }

    private static final int STEP = 1 << 20;

    private final ChunkSaver chunks;
    private final Chunker chunker;
    private final BackupTally tally;
    private final JobMonitor monitor;
    private byte[] buffer = new byte[STEP];

    FileSaver(ChunkSaver chunks, Chunker chunker, BackupTally tally, JobMonitor monitor) {
        this.chunks = chunks;
        this.chunker = chunker;
        this.tally = tally;
        this.monitor = monitor;
    }

    /** Saves everything {@code source} yields. */
    Saved save(Source source) throws IOException {
        List<CompletableFuture<Id>> earlier = new ArrayList<>();
        long size = 0;
        int held = 0;
        chunker.reset();
        while (true) {
            if (held == buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, Chunker.MAX));
            }
            int got = source.read(buffer, held, Math.min(STEP, buffer.length - held));
            if (got < 0) {
                return new Saved(collect(earlier, held), size);
            }
            monitor.checkCancelled();
            size += got;
            held += got;
            tally.progress(got);
            for (int cut; (cut = chunker.scan(buffer, held)) >= 0;) {
                byte[] full = buffer;
                held -= cut;
                buffer = chunks.takeBuffer(Math.max(STEP, held));
                System.arraycopy(full, cut, buffer, 0, held);
                earlier.add(chunks.saveLater(full, cut));
                chunker.reset();
            }
        }
    }

    private List<Id> collect(List<CompletableFuture<Id>> earlier, int rest) throws IOException {
        List<Id> content = new ArrayList<>(earlier.size() + 1);
        Id last = rest > 0 ? chunks.save(buffer, 0, rest) : null;
        for (CompletableFuture<Id> chunk : earlier) {
            content.add(Background.await(chunk));
        }
        if (last != null) {
            content.add(last);
        }
        return content;
    }
}
