package dev.tandem.sync.internal.version;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.baseline.Baseline;
import dev.tandem.sync.internal.model.Base;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A baseline in memory. What was not committed is gone after {@link #lose}. */
public final class MemoryBaseline implements Baseline {
    private final TreeMap<RawPath, Base> entries = new TreeMap<>();
    private final TreeMap<RawPath, Base> committed = new TreeMap<>();
    private Header header = Header.NEW;

    @Override
    public synchronized SortedMap<RawName, Base> children(RawPath directory) {
        SortedMap<RawName, Base> children = new TreeMap<>();
        entries.forEach((path, base) -> {
            if (path.parent().orElse(RawPath.of(".")).equals(directory)) {
                children.put(path.name(), base);
            }
        });
        return children;
    }

    @Override
    public synchronized void put(RawPath path, Base base) {
        entries.put(path, base);
    }

    @Override
    public synchronized void remove(RawPath path) {
        entries.keySet().removeIf(entry -> entry.startsWith(path));
    }

    @Override
    public synchronized void move(RawPath from, RawPath to) {
        Map<RawPath, Base> moved = new TreeMap<>();
        entries.forEach((path, base) -> {
            if (path.startsWith(from)) {
                RawPath at = to;
                for (RawName name : path.names().subList(from.names().size(), path.names().size())) {
                    at = at.child(name);
                }
                moved.put(at, base);
            }
        });
        remove(from);
        remove(to);
        entries.putAll(moved);
    }

    @Override
    public Header header() {
        return header;
    }

    @Override
    public void setHeader(Header now) {
        header = now;
    }

    @Override
    public synchronized void commit() {
        committed.clear();
        committed.putAll(entries);
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    /** The process dies: what was not committed is gone. */
    public synchronized void lose() {
        entries.clear();
        entries.putAll(committed);
    }

    /** Returns all entries by path. */
    public synchronized SortedMap<RawPath, Base> all() {
        return new TreeMap<>(entries);
    }
}
