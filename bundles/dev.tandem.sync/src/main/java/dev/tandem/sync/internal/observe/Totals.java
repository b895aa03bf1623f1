package dev.tandem.sync.internal.observe;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What an observation counted. Thread-safe while it is made. */
public final class Totals {
    /** The top folder of files that are in the root itself. */
    public static final RawName IN_ROOT = RawName.of(".");

    private final LongAdder left = new LongAdder();
    private final LongAdder right = new LongAdder();
    private final LongAdder known = new LongAdder();
    private final LongAdder leftAccess = new LongAdder();
    private final LongAdder rightAccess = new LongAdder();
    private final Queue<RawPath> leftMissing = new ConcurrentLinkedQueue<>();
    private final Queue<RawPath> rightMissing = new ConcurrentLinkedQueue<>();
    private final Map<RawName, LongAdder> knownByFolder = new ConcurrentHashMap<>();

    void saw(Side side, long files) {
        (side == Side.LEFT ? left : right).add(files);
    }

    void knew(RawName folder, long files) {
        known.add(files);
        knownByFolder.computeIfAbsent(folder, _ -> new LongAdder()).add(files);
    }

    /** @param known whether the base has an access check file at a path */
    void access(Side side, RawPath path, boolean known, boolean there) {
        if (there) {
            (side == Side.LEFT ? leftAccess : rightAccess).increment();
        } else if (known) {
            (side == Side.LEFT ? leftMissing : rightMissing).add(path);
        }
    }

    /** Returns how many access check files a side has. */
    public long accessFiles(Side side) {
        return (side == Side.LEFT ? leftAccess : rightAccess).sum();
    }

    /** Returns where a side has an access check file no more. */
    public List<RawPath> accessMissing(Side side) {
        return List.copyOf(side == Side.LEFT ? leftMissing : rightMissing);
    }

    /** Returns how many files take part on a side. */
    public long files(Side side) {
        return (side == Side.LEFT ? left : right).sum();
    }

    /** Returns how many files the base has, as far as it was looked into. */
    public long known() {
        return known.sum();
    }

    /** Returns how many files the base has in each folder of the root. */
    public Map<RawName, Long> folders() {
        Map<RawName, Long> folders = new HashMap<>();
        knownByFolder.forEach((name, files) -> folders.put(name, files.sum()));
        return folders;
    }
}
