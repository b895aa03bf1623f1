package dev.tandem.sync.internal.observe;

import dev.tandem.model.RawName;
import dev.tandem.sync.Side;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What an observation counted. Thread-safe while it is made. */
public final class Totals {
    /** The top folder of files that are in the root itself. */
    public static final RawName IN_ROOT = RawName.of(".");

    private final LongAdder left = new LongAdder();
    private final LongAdder right = new LongAdder();
    private final LongAdder known = new LongAdder();
    private final LongAdder knownBytes = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final Map<RawName, LongAdder> knownByFolder = new ConcurrentHashMap<>();

    void saw(Side side, long files) {
        (side == Side.LEFT ? left : right).add(files);
    }

    void knew(RawName folder, long files, long bytes) {
        known.add(files);
        knownBytes.add(bytes);
        knownByFolder.computeIfAbsent(folder, _ -> new LongAdder()).add(files);
    }

    void unchanged(long files) {
        unchanged.add(files);
    }

    /** Returns how many files take part on a side. */
    public long files(Side side) {
        return (side == Side.LEFT ? left : right).sum();
    }

    /** Returns how many files the base has, as far as it was looked into. */
    public long known() {
        return known.sum();
    }

    /** Returns how many bytes these have. */
    public long knownBytes() {
        return knownBytes.sum();
    }

    /** Returns how many files the base has in a folder of the root. */
    public long known(RawName folder) {
        LongAdder files = knownByFolder.get(folder);
        return files == null ? 0 : files.sum();
    }

    /** Returns how many files are on both sides what they were. */
    public long unchanged() {
        return unchanged.sum();
    }
}
