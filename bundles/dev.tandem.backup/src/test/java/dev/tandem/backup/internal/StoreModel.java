package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.Id;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What one operation may make of a repository, and what it must have made of it when it says that it is done. */
final class StoreModel {
    private StoreModel() { }

    /**
     * A snapshot.
     *
     * @param content the hash of each file's content by its path
     */
    record Item(Id id, Instant time, String tags, Map<String, Id> content) {
        /** IDs differ from run to run, so they decide last. */
        static final Comparator<Item> ORDER = Comparator.comparing(Item::time).thenComparing(Item::tags)
                .thenComparing(item -> item.content.toString()).thenComparing(Item::id);
    }

    /**
     * What is in a repository.
     *
     * @param present snapshots, oldest first
     * @param aside   snapshots that were forgotten and can be brought back, oldest first
     * @param pinned  those with a pin
     */
    record Known(List<Item> present, List<Item> aside, Set<Id> pinned) {
        static Known of(List<Item> present, List<Item> aside, Set<Id> pinned) {
            return new Known(present.stream().sorted(Item.ORDER).toList(), aside.stream().sorted(Item.ORDER).toList(),
                    Set.copyOf(pinned));
        }

        Optional<Item> present(Id id) {
            return present.stream().filter(item -> item.id().equals(id)).findFirst();
        }

        Optional<Item> aside(Id id) {
            return aside.stream().filter(item -> item.id().equals(id)).findFirst();
        }

        Set<Id> ids() {
            return ids(present);
        }

        static Set<Id> ids(List<Item> items) {
            Set<Id> ids = new TreeSet<>();
            items.forEach(item -> ids.add(item.id()));
            return ids;
        }
    }

    /**
     * How a snapshot may leave.
     *
     * @param aside whether it must then be kept aside
     * @param heir  what the one that takes its place holds
     */
    record Leaving(boolean aside, Optional<Map<String, Id>> heir) { }

    /**
     * What an operation may do, whether it comes to its end or not.
     *
     * @param comes   what new snapshots may hold, each at most one
     * @param leaves  snapshots that may leave
     * @param returns snapshots that may be brought back
     * @param clears  whether those kept aside may be gone for good
     * @param unpins  snapshots that may lose their pin
     */
    record Allowed(List<Map<String, Id>> comes, Map<Id, Leaving> leaves, Set<Id> returns, boolean clears,
            Set<Id> unpins) {
        static final Allowed NOTHING = new Allowed(List.of(), Map.of(), Set.of(), false, Set.of());

        static Allowed coming(List<Map<String, Id>> contents) {
            return new Allowed(contents, Map.of(), Set.of(), false, Set.of());
        }

        static Allowed leaving(Map<Id, Leaving> leaves) {
            return new Allowed(leaves.values().stream().flatMap(leaving -> leaving.heir().stream()).toList(), leaves,
                    Set.of(), false, Set.of());
        }

        static Allowed returning(Set<Id> ids) {
            return new Allowed(List.of(), Map.of(), ids, false, Set.of());
        }

        static Allowed unpinning(Set<Id> ids) {
            return new Allowed(List.of(), Map.of(), Set.of(), false, ids);
        }

        static Allowed clearing() {
            return new Allowed(List.of(), Map.of(), Set.of(), true, Set.of());
        }
    }

    /**
     * What an operation that ended well says it has done.
     *
     * @param there  snapshots that are there
     * @param gone   snapshots that are not there
     * @param pinned snapshots with a pin
     * @param copied snapshots that are in the other repository
     */
    record Promise(Set<Id> there, Set<Id> gone, Set<Id> pinned, Set<Id> copied) {
        static Promise there(Set<Id> ids) {
            return new Promise(ids, Set.of(), Set.of(), Set.of());
        }

        static Promise gone(Set<Id> ids) {
            return new Promise(Set.of(), ids, Set.of(), Set.of());
        }
    }

    /** Asserts that a repository went from one state to another in an allowed way. */
    static void assertAllowed(Known before, Allowed allowed, Known after) {
        List<Map<String, Id>> comes = new ArrayList<>(allowed.comes());
        for (Item item : after.present()) {
            Optional<Item> same = before.present(item.id()).or(() -> before.aside(item.id())
                    .filter(aside -> allowed.returns().contains(aside.id())));
            assertTrue(same.isPresent() ? same.get().equals(item) : comes.remove(item.content()),
                    () -> "nobody asked for " + item);
        }
        Set<Id> fresh = new TreeSet<>(after.ids());
        fresh.removeAll(before.ids());
        for (Item item : before.present()) {
            if (after.present(item.id()).isEmpty()) {
                assertLeft(item, allowed, fresh, after);
            }
            assertPinStays(item, before, allowed, fresh, after);
        }
        for (Item item : before.aside()) {
            assertTrue(allowed.clears() || after.aside(item.id()).or(() -> after.present(item.id())).isPresent(),
                    () -> "cannot be brought back any more: " + item);
        }
        for (Item item : after.aside()) {
            assertTrue(before.aside(item.id()).or(() -> before.present(item.id())).filter(item::equals).isPresent(),
                    () -> "is aside and never was there: " + item);
        }
    }

    private static void assertLeft(Item item, Allowed allowed, Set<Id> fresh, Known after) {
        Leaving leaving = allowed.leaves().get(item.id());
        assertTrue(leaving != null, () -> "is lost: " + item);
        assertTrue(!leaving.aside() || after.aside(item.id()).filter(item::equals).isPresent(),
                () -> "is neither there nor aside: " + item);
        leaving.heir().ifPresent(heir -> assertTrue(heirs(heir, fresh, after).findAny().isPresent(),
                () -> "left without an heir: " + item));
    }

    private static Stream<Item> heirs(Map<String, Id> content, Set<Id> fresh, Known after) {
        return after.present().stream().filter(item -> fresh.contains(item.id()) && item.content().equals(content));
    }

    private static void assertPinStays(Item item, Known before, Allowed allowed, Set<Id> fresh, Known after) {
        if (!before.pinned().contains(item.id()) || allowed.unpins().contains(item.id())) {
            return;
        }
        boolean inherited = Optional.ofNullable(allowed.leaves().get(item.id())).flatMap(Leaving::heir).stream()
                .flatMap(heir -> heirs(heir, fresh, after)).anyMatch(heir -> after.pinned().contains(heir.id()));
        assertTrue(inherited || after.present(item.id()).isPresent() && after.pinned().contains(item.id()),
                () -> "lost its pin: " + item);
    }

    /** Asserts that what an operation said is so. */
    static void assertKept(Promise promise, Known after, Known other) {
        assertTrue(after.ids().containsAll(promise.there()), () -> promise + " but there are " + after.ids());
        promise.gone().forEach(id -> assertEquals(Optional.empty(), after.present(id), "was said to be gone"));
        assertTrue(after.pinned().containsAll(promise.pinned()), () -> promise + " but pinned are " + after.pinned());
        assertTrue(other.ids().containsAll(promise.copied()), () -> promise + " but there are " + other.ids());
    }
}
