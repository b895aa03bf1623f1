package dev.tandem.backup.internal.engine.ledger;

import dev.tandem.backup.Ledger.SourceSize;
import dev.tandem.model.RawPath;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a source holds as it is walked. Thread-safe. */
final class SourceMeter {
    private final RawPath path;
    private final LongAdder files = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    SourceMeter(RawPath path) {
        this.path = path;
    }

    RawPath path() {
        return path;
    }

    void file(long size) {
        files.increment();
        bytes.add(size);
    }

    SourceSize size() {
        return new SourceSize(path, files.sum(), bytes.sum());
    }
}
