package dev.tandem.backup.internal.engine.stats;

import dev.tandem.backup.StatsReport.Blobs;
import dev.tandem.backup.internal.format.Sealer;
import dev.tandem.backup.internal.store.PackedBlob;
import java.util.concurrent.atomic.LongAdder;

/** Sums up blobs. Thread-safe. */
final class BlobSum {
    private final LongAdder count = new LongAdder();
    private final LongAdder plain = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private final LongAdder compressed = new LongAdder();
    private final LongAdder compressedPlain = new LongAdder();
    private final LongAdder compressedStored = new LongAdder();

    void add(PackedBlob blob) {
        count.increment();
        stored.add(blob.length());
        if (blob.compressed()) {
            plain.add(blob.plainLength());
            compressed.increment();
            compressedPlain.add(blob.plainLength());
            compressedStored.add(blob.length());
        } else {
            plain.add(blob.length() - Sealer.OVERHEAD);
        }
    }

    /** Returns the sum while nobody adds. */
    Blobs sum() {
        return new Blobs(count.sum(), plain.sum(), stored.sum(), compressed.sum(), compressedPlain.sum(),
                compressedStored.sum());
    }
}
