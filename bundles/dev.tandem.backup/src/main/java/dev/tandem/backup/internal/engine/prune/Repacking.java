package dev.tandem.backup.internal.engine.prune;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.engine.prune.PrunePlan.Repacked;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.Sealer;
import dev.tandem.backup.internal.store.Background;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobLocation;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.Runs;
import dev.tandem.backup.internal.store.Workers;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Copies what is needed out of packs into new ones: sealed as it is, when it was proved right. What has to be compressed
 * is sealed anew.
 */
final class Repacking {
    /** The most bytes read at once. */
    private static final int MAX_RUN = 8 << 20;

    private final RepositoryFiles files;
    private final BlobReader reader;
    private final BlobIndex index;
    private final BlobWriter writer;
    private final boolean compressTrees;
    private final boolean compressData;
    private final JobMonitor monitor;

    /**
     * Prepares repacking.
     *
     * @param index         of the packs to copy from
     * @param writer        knows none of the blobs
     * @param compressTrees whether trees that are not compressed shall be
     * @param compressData  whether data that is not compressed shall be
     */
    Repacking(RepositoryFiles files, Sealer sealer, BlobIndex index, BlobWriter writer, boolean compressTrees,
            boolean compressData, JobMonitor monitor) {
        this.files = files;
        this.reader = new BlobReader(files, sealer, index);
        this.index = index;
        this.writer = writer;
        this.compressTrees = compressTrees;
        this.compressData = compressData;
        this.monitor = monitor;
    }

    /** Copies until the time is over; returns the packs of which all is copied and stored. */
    Set<Id> run(List<Repacked> packs, TimeBox time) throws IOException {
        Set<Id> done = new HashSet<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(Workers.count(),
                Thread.ofPlatform().name("repacker ", 0).factory())) {
            List<Future<Boolean>> copied = new ArrayList<>();
            for (Repacked pack : packs) {
                copied.add(pool.submit(() -> {
                    if (time.over()) {
                        return false;
                    }
                    copy(pack);
                    return true;
                }));
            }
            try {
                for (int i = 0; i < packs.size(); i++) {
                    if (Background.await(copied.get(i))) {
                        done.add(packs.get(i).pack());
                    }
                }
            } catch (IOException | RuntimeException e) {
                pool.shutdownNow();
                throw e;
            }
        }
        writer.flush();
        return done;
    }

    private void copy(Repacked pack) throws IOException {
        monitor.current(RepositoryFiles.path(FileKind.PACK, pack.pack()));
        List<PackedBlob> blobs = Arrays.stream(pack.entries()).mapToObj(index::location).map(BlobLocation::blob)
                .sorted((a, b) -> Long.compare(a.offset(), b.offset())).toList();
        long bytes = 0;
        for (List<PackedBlob> run : blobs.isEmpty() ? List.<List<PackedBlob>>of()
                : Runs.of(blobs, blob -> blob, MAX_RUN)) {
            copy(pack.pack(), run);
            bytes += run.stream().mapToLong(PackedBlob::length).sum();
        }
        monitor.advance(1, bytes);
    }

    private void copy(Id pack, List<PackedBlob> run) throws IOException {
        long start = run.getFirst().offset();
        byte[] sealed = new byte[Math.toIntExact(run.getLast().end() - start)];
        boolean read = true;
        try {
            files.read(FileKind.PACK, pack, start, sealed.length, sealed);
        } catch (IOException e) {
            // Each blob of the run is then read by itself: other copies of it may be elsewhere.
            read = false;
        }
        for (PackedBlob blob : run) {
            monitor.checkCancelled();
            if (!read || !copy(blob, sealed, (int) (blob.offset() - start))) {
                copyFromElsewhere(blob);
            }
        }
    }

    /** Copies a blob; tells whether its bytes are right. */
    private boolean copy(PackedBlob blob, byte[] sealed, int offset) throws IOException {
        try {
            if (mustCompress(blob)) {
                byte[] plain = reader.decode(sealed, offset, blob);
                writer.save(blob.type(), blob.id(), plain, 0, plain.length);
                return true;
            }
            if (blob.plainLength() > BlobReader.MAX_WHOLE_TREE) {
                // The proof of one so large is destructive.
                reader.prove(Arrays.copyOfRange(sealed, offset, offset + blob.length()), 0, blob);
            } else {
                reader.prove(sealed, offset, blob);
            }
        } catch (DamagedException e) {
            return false;
        }
        writer.saveSealed(blob, sealed, offset);
        return true;
    }

    private boolean mustCompress(PackedBlob blob) {
        return !blob.compressed() && blob.length() > Sealer.OVERHEAD
                && (blob.type() == BlobType.TREE ? compressTrees : compressData);
    }

    private void copyFromElsewhere(PackedBlob blob) throws IOException {
        byte[] plain;
        try {
            plain = reader.read(blob.type(), blob.id());
        } catch (DamagedException e) {
            throw new DamagedException(e.getMessage() + ". Nothing was removed. To do: bring the pack back from a copy of"
                    + " the repository; else 'repair packs', then 'repair snapshots'", e);
        }
        writer.save(blob.type(), blob.id(), plain, 0, plain.length);
    }
}
