package dev.tandem.sync.internal.version;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.baseline.Baseline;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.internal.plan.Names;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The baseline as whoever changes the sides needs it: by paths as they are spelled. What is believed too early is marked
 * for another look: a file changed just now can be changed once more without its time telling. Thread-safe.
 */
public final class Bases {
    private static final RawPath HERE = RawPath.of(".");
    private static final int REMEMBERED = 16;
    // Linux takes the time of a change from a clock that ticks every 1 to 10 ms, whatever its file systems could hold.
    private static final long TICK = Duration.ofMillis(20).toNanos();

    private final Baseline baseline;
    private final Names names;
    private final Sides sides;
    private final InstantSource clock;
    private final Map<RawPath, SortedMap<RawName, Base>> directories = new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RawPath, SortedMap<RawName, Base>> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * The baseline of two sides.
     *
     * @param clock tells what is young
     */
    public Bases(Baseline baseline, Names names, Sides sides, InstantSource clock) {
        this.baseline = baseline;
        this.names = names;
        this.sides = sides;
        this.clock = clock;
    }

    /** Tells whether two spellings mean the same path. */
    public boolean isSamePath(RawPath one, RawPath other) {
        return names.key(one).equals(names.key(other));
    }

    /** Returns what both sides had at a path when they were last equal. */
    public synchronized Optional<Base> of(RawPath path) throws IOException {
        RawPath key = names.key(path);
        return key.equals(HERE) ? Optional.empty() : Optional.ofNullable(directory(key).get(key.name()));
    }

    private SortedMap<RawName, Base> directory(RawPath key) throws IOException {
        RawPath directory = above(key);
        SortedMap<RawName, Base> known = directories.get(directory);
        if (known == null) {
            known = new TreeMap<>(baseline.children(directory));
            directories.put(directory, known);
        }
        return known;
    }

    /**
     * Sets what both sides have at a path.
     *
     * @param recheck whether it is to be looked at once more whatever its times say
     */
    public void put(RawPath path, Side on, Present here, Present there, boolean recheck) throws IOException {
        put(path, on == Side.LEFT ? new Base(here, there, recheck) : new Base(there, here, recheck));
    }

    /** Sets what both sides have at a path. */
    public synchronized void put(RawPath path, Base base) throws IOException {
        Optional<Base> before = of(path);
        if (before.isPresent() && before.get().left().type() != base.left().type()) {
            forget(path);
        }
        boolean young = isYoung(Side.LEFT, base.left()) || isYoung(Side.RIGHT, base.right());
        Base sure = new Base(base.left(), base.right(), base.recheck() || young);
        RawPath key = names.key(path);
        baseline.put(key, sure);
        directory(key).put(key.name(), sure);
    }

    private boolean isYoung(Side side, Present item) {
        if (!(item instanceof Item.FileItem file) || sides.of(side).traits().means().tags()) {
            return false;
        }
        Duration age = Duration.between(file.attributes().modifiedTime(), clock.instant()).abs();
        long step = Math.max(TICK, sides.of(side).traits().timeGranularity());
        return age.compareTo(Duration.ofNanos(step)) <= 0;
    }

    /** Puts back what was known of a path, young or not. */
    public synchronized void putBack(RawPath path, Optional<Base> base) throws IOException {
        if (base.isPresent()) {
            put(path, base.get());
        } else {
            forget(path);
        }
    }

    /** Forgets a path and all below. */
    public synchronized void forget(RawPath path) throws IOException {
        RawPath key = names.key(path);
        baseline.remove(key);
        drop(key);
    }

    /** Gives a path and all below another path. */
    public synchronized void move(RawPath from, RawPath to) throws IOException {
        RawPath source = names.key(from);
        RawPath target = names.key(to);
        baseline.move(source, target);
        drop(source);
        drop(target);
        directories.remove(above(target));
    }

    private void drop(RawPath key) {
        directories.keySet().removeIf(directory -> directory.startsWith(key));
        SortedMap<RawName, Base> siblings = directories.get(above(key));
        if (siblings != null) {
            siblings.remove(key.name());
        }
    }

    private static RawPath above(RawPath key) {
        return key.parent().orElse(HERE);
    }

    /** Makes all changes durable. */
    public void commit() throws IOException {
        baseline.commit();
    }
}
