package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.backup.Id;
import dev.tandem.backup.Snapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** One repository, and what must be in it. */
final class Shelf {
    private final TestStore store;
    private final String name;
    private final Map<Id, Look> living = new LinkedHashMap<>();
    private final Map<Id, Look> forgotten = new LinkedHashMap<>();
    private final Map<Id, Player> writers = new HashMap<>();
    private final Set<Id> pinned = new LinkedHashSet<>();
    private final Set<Id> doubtful = new HashSet<>();

    Shelf(TestStore store, String name) {
        this.store = store;
        this.name = name;
    }

    /**
     * What makes a snapshot the same wherever it is.
     *
     * @param origin the snapshot it was made from in the first place, itself if none
     */
    record Look(Instant time, Id tree, Set<String> tags, Id origin) {
        static Look of(Snapshot snapshot) {
            return new Look(snapshot.time().toInstant(), snapshot.tree(), new TreeSet<>(snapshot.tags()),
                    snapshot.original().orElse(snapshot.id()));
        }

        Look withTags(Collection<String> changed) {
            return new Look(time, tree, new TreeSet<>(changed), origin);
        }
    }

    TestStore store() {
        return store;
    }

    /** Returns the snapshots that must be there, in the order they came. */
    Map<Id, Look> living() {
        return Collections.unmodifiableMap(living);
    }

    /** Returns those Tandem has forgotten and not pruned since. */
    Map<Id, Look> forgotten() {
        return Collections.unmodifiableMap(forgotten);
    }

    Set<Id> pinned() {
        return Collections.unmodifiableSet(pinned);
    }

    /** Returns who wrote a snapshot's file. */
    Player writer(Id id) {
        return writers.get(id);
    }

    /** Returns the forgotten ones of which another program may have pruned what they need. */
    Set<Id> doubtful() {
        return Collections.unmodifiableSet(doubtful);
    }

    /** Tells whether some snapshots are of the same time, for which restic has no order. */
    boolean hasTies() {
        return living.values().stream().map(Look::time).distinct().count() < living.size();
    }

    /** Returns one to so many of {@code ids}. */
    static Set<Id> some(Random random, Collection<Id> ids, int most) {
        List<Id> left = new ArrayList<>(ids);
        Set<Id> chosen = new LinkedHashSet<>();
        for (int count = 1 + random.nextInt(most); count > 0 && !left.isEmpty(); count--) {
            chosen.add(left.remove(random.nextInt(left.size())));
        }
        return chosen;
    }

    /** Asserts that exactly {@code gone} are not there any more, takes over what came, and returns that. */
    List<Snapshot> settle(Set<Id> gone, Player by) throws IOException {
        List<Snapshot> now = TandemPlayer.snapshots(store);
        Map<Id, Look> kept = new LinkedHashMap<>(living);
        kept.keySet().removeAll(gone);
        Map<Id, Look> found = new LinkedHashMap<>();
        List<Snapshot> fresh = new ArrayList<>();
        for (Snapshot snapshot : now) {
            if (living.containsKey(snapshot.id())) {
                found.put(snapshot.id(), Look.of(snapshot));
            } else {
                fresh.add(snapshot);
            }
        }
        assertEquals(kept, found, name);
        living.keySet().removeAll(gone);
        pinned.removeAll(gone);
        fresh.sort(Comparator.comparing((Snapshot s) -> s.time().toInstant()).thenComparing(s -> s.tags().toString()));
        for (Snapshot snapshot : fresh) {
            living.put(snapshot.id(), Look.of(snapshot));
            writers.putIfAbsent(snapshot.id(), by);
            forgotten.remove(snapshot.id());
            doubtful.remove(snapshot.id());
        }
        return fresh;
    }

    /** Asserts that the same snapshots are there. */
    void assertUnchanged() throws IOException {
        assertEquals(new HashSet<>(living.keySet()),
                new HashSet<>(TandemPlayer.snapshots(store).stream().map(Snapshot::id).toList()), name);
    }

    /** Asserts that snapshots look as they should, whatever their order and names. */
    static void assertLooks(Collection<Look> expected, List<Snapshot> found) {
        assertEquals(expected.stream().map(Look::toString).sorted().toList(),
                found.stream().map(Look::of).map(Look::toString).sorted().toList());
    }

    /** Remembers those of {@code ids} that can be brought back from now on; call it before they are settled. */
    void setAside(Collection<Id> ids) {
        ids.forEach(id -> forgotten.put(id, living.get(id)));
    }

    /** Remembers what a prune means for what was forgotten: only Tandem's knows of it. */
    void pruned(boolean byTandem) {
        if (byTandem) {
            forgotten.clear();
        }
        doubtful.addAll(forgotten.keySet());
    }

    void pin(Collection<Id> ids, boolean on) {
        if (on) {
            pinned.addAll(ids);
        } else {
            pinned.removeAll(ids);
        }
    }

    /** Asserts that what Tandem alone knows of is as it must be. */
    void assertBeside(TandemPlayer tandem) throws IOException {
        Set<Id> pins = new HashSet<>(tandem.pinned(store));
        pins.retainAll(living.keySet());
        assertEquals(new HashSet<>(pinned), pins, name);
        assertEquals(forgotten.keySet(), tandem.forgotten(store), name);
    }

    @Override
    public String toString() {
        return name;
    }
}
