package dev.tandem.sync.internal.observe;

import dev.tandem.model.RawName;
import dev.tandem.sync.Side;
import java.util.HashMap;
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
    private final LongAdder leftUnchanged = new LongAdder();
    private final LongAdder rightUnchanged = new LongAdder();
    private final Map<RawName, LongAdder> knownByFolder = new ConcurrentHashMap<>();

    void saw(Side side, long files) {
        (side == Side.LEFT ? left : right).add(files);
    }

    void knew(RawName folder, long files, long bytes) {
        known.add(files);
        knownBytes.add(bytes);
        knownByFolder.computeIfAbsent(folder, _ -> new LongAdder()).add(files);
    }

    void unchanged(Side side, long files) {
        (side == Side.LEFT ? leftUnchanged : rightUnchanged).add(files);
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

    /** Returns how many files the base has in each folder of the root. */
    public Map<RawName, Long> folders() {
        Map<RawName, Long> folders = new HashMap<>();
        knownByFolder.forEach((name, files) -> folders.put(name, files.sum()));
        return folders;
    }

    /** Returns how many files of a side are what they were. */
    public long unchanged(Side side) {
        return (side == Side.LEFT ? leftUnchanged : rightUnchanged).sum();
    }
}
