package dev.tandem.backup.internal.engine.prune;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.internal.engine.prune.PrunePlan.PackEntries;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.Background;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobLocation;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.EntrySet;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.Runs;
import dev.tandem.backup.internal.store.Workers;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads the copies of blobs that are to stay alone, before the others go: one that was damaged in silence must not be the
 * one that is left.
 */
final class CopyProof {
    /** The most bytes read at once. */
    private static final int MAX_RUN = 8 << 20;

    private final RepositoryFiles files;
    private final BlobReader reader;
    private final BlobIndex index;
    private final JobMonitor monitor;
    private final EntrySet read;
    private final EntrySet damaged;

    /** Prepares to read what {@code index} knows. */
    CopyProof(RepositoryFiles files, BlobReader reader, BlobIndex index, JobMonitor monitor) {
        this.files = files;
        this.reader = reader;
        this.index = index;
        this.monitor = monitor;
        this.read = new EntrySet(index.size());
        this.damaged = new EntrySet(index.size());
    }

    /** An entry and where its blob lies. */
    private record Copy(int entry, BlobLocation place) {
        PackedBlob blob() {
            return place.blob();
        }
    }

    /** Returns the entries of which it is known that their bytes are not right. */
    EntrySet damaged() {
        return damaged;
    }

    /** Reads what was not read before of copies that will stay alone; tells whether one of those is damaged. */
    boolean findsDamage(List<PackEntries> lastCopies) throws IOException {
        AtomicBoolean any = new AtomicBoolean();
        try (ExecutorService pool = Executors.newFixedThreadPool(Workers.count(),
                Thread.ofPlatform().name("copy reader ", 0).factory())) {
            List<Future<?>> packs = new ArrayList<>();
            for (PackEntries pack : lastCopies) {
                packs.add(pool.submit(() -> {
                    if (findsDamage(pack)) {
                        any.set(true);
                    }
                    return null;
                }));
            }
            for (Future<?> pack : packs) {
                Background.await(pack);
            }
        }
        return any.get();
    }

    private boolean findsDamage(PackEntries pack) throws IOException {
        monitor.checkCancelled();
        List<Copy> copies = Arrays.stream(pack.entries()).filter(read::add)
                .mapToObj(entry -> new Copy(entry, index.location(entry)))
                .sorted((a, b) -> Long.compare(a.blob().offset(), b.blob().offset())).toList();
        AtomicBoolean any = new AtomicBoolean();
        for (List<Copy> run : Runs.of(copies, Copy::blob, MAX_RUN)) {
            Runs.read(files, pack.pack(), run, Copy::blob, (copy, sealed, offset) -> {
                monitor.checkCancelled();
                if (!right(copy, sealed, offset)) {
                    damaged.add(copy.entry);
                    any.set(true);
                }
            });
        }
        return any.get();
    }

    private boolean right(Copy copy, byte[] sealed, int offset) throws IOException {
        return sealed != null && right(copy, Arrays.copyOfRange(sealed, offset, offset + copy.blob().length()))
                || right(copy, readAlone(copy));
    }

    private byte[] readAlone(Copy copy) throws IOException {
        byte[] sealed = new byte[copy.blob().length()];
        files.read(FileKind.PACK, copy.place.pack(), copy.blob().offset(), sealed.length, sealed);
        return sealed;
    }

    private boolean right(Copy copy, byte[] sealed) throws IOException {
        try {
            reader.prove(sealed, 0, copy.blob());
            return true;
        } catch (DamagedException e) {
            return false;
        }
    }
}
