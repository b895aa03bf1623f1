package dev.tandem.scanner;

import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Directories for which the system has no watches left, looked at now and then instead. Their times tell of names that
 * came and went, not of files whose content changed. Used by one thread.
 */
public final class PolledDirectories {
    /** The coarsest times there are, those of FAT: what changes within the same two seconds looks the same. */
    private static final long GRANULARITY_SECONDS = 2;
    private static final Stamp UNKNOWN = new Stamp(Long.MIN_VALUE, Long.MIN_VALUE);

    private final Map<RawPath, Stamp> known = new HashMap<>();
    private final LocalReader reader;
    private final Clock clock;

    /** Looks through {@code reader}. */
    public PolledDirectories(LocalReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    private record Stamp(long modified, long changed) {
        static Stamp of(FileStat stat) {
            return new Stamp(nanos(stat.modified()), nanos(stat.changed()));
        }

        private static long nanos(Instant time) {
            return time.getEpochSecond() * 1_000_000_000L + time.getNano();
        }
    }

    /** Adds a directory, before it is listed; tells whether it is a new one. */
    public boolean add(RawPath directory) {
        return known.putIfAbsent(directory, stamp(directory)) == null;
    }

    /** Forgets a directory, if it is there. */
    public void remove(RawPath directory) {
        known.remove(directory);
    }

    /** Tells whether a directory is among them. */
    public boolean contains(RawPath directory) {
        return known.containsKey(directory);
    }

    /** Forgets all. */
    public void clear() {
        known.clear();
    }

    /** Returns how many there are. */
    public int size() {
        return known.size();
    }

    /** Returns all of them. */
    public List<RawPath> all() {
        return List.copyOf(known.keySet());
    }

    /** Returns those that changed since they were looked at last; those that are gone are forgotten. */
    public List<RawPath> changed() {
        List<RawPath> changed = new ArrayList<>();
        for (Iterator<Map.Entry<RawPath, Stamp>> all = known.entrySet().iterator(); all.hasNext();) {
            Map.Entry<RawPath, Stamp> directory = all.next();
            Stamp now = stamp(directory.getKey());
            if (now.equals(UNKNOWN) && isGone(directory.getKey())) {
                all.remove();
            } else if (!now.equals(directory.getValue()) || now.equals(UNKNOWN)) {
                directory.setValue(now);
                changed.add(directory.getKey());
            }
        }
        return changed;
    }

    /** Returns the times of a directory; unknown where it was changed so lately that a further change would not show. */
    private Stamp stamp(RawPath directory) {
        try {
            FileStat stat = reader.stat(directory);
            boolean settled = stat.changed().isBefore(clock.instant().minusSeconds(GRANULARITY_SECONDS));
            return stat.isDirectory() && settled ? Stamp.of(stat) : UNKNOWN;
        } catch (IOException unreadable) {
            // Whether it is gone is found out when it is looked at next.
            return UNKNOWN;
        }
    }

    private boolean isGone(RawPath directory) {
        try {
            return !reader.stat(directory).isDirectory();
        } catch (IOException unreadable) {
            return true;
        }
    }
}
