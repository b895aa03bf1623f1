package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.Compression;
import dev.tandem.backup.Id;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RetentionPolicy;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotGrouping;
import dev.tandem.backup.TagChange;
import dev.tandem.backup.UndoReport;
import dev.tandem.backup.internal.Shelf.Look;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What two programs do in turns to two repositories, each time with what must come of it. */
final class Rounds {
    private final ChangingFiles files;
    private final Shelf first;
    private final Shelf second;
    private final TandemPlayer tandem;
    private final List<ResticPlayer> restics;
    private final Map<Id, Map<String, String>> described = new HashMap<>();
    private final List<String> journal = new ArrayList<>();
    private LocalDateTime clock = LocalDateTime.of(2024, 1, 1, 12, 0);
    private Random random;
    private Choices choices;

    Rounds(ChangingFiles files, Shelf first, Shelf second, TandemPlayer tandem, List<ResticPlayer> restics) {
        this.files = files;
        this.first = first;
        this.second = second;
        this.tandem = tandem;
        this.restics = restics;
    }

    /** Returns what was done so far. */
    List<String> journal() {
        return journal;
    }

    /** Plays a round; returns the repositories it has changed. */
    List<Shelf> play(int round, long seed) throws IOException {
        // Each round its own: what differs from run to run in one, as packs do, changes no later one.
        random = new Random(seed * 1_000_003 + round);
        random.nextInt();
        choices = new Choices(random);
        Player player = random.nextInt(2) == 0 ? tandem : restic();
        Shelf shelf = random.nextInt(4) == 0 ? second : first;
        if (shelf.living().size() < 2) {
            return backup(player, first);
        }
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> backup(player, first);
            case 5 -> player.equals(tandem) ? backupToBoth() : backup(player, second);
            case 6 -> forgetNamed(player, shelf);
            case 7, 8 -> forgetByPolicy(player, shelf);
            case 9, 10, 11 -> prune(player, shelf);
            case 12, 13, 14 -> tag(player, shelf);
            case 15, 16 -> random.nextInt(3) == 0 ? copy(player, second, first) : copy(player, first, second);
            case 17 -> undo(shelf);
            case 18 -> random.nextInt(3) == 0 ? repairIndex(player, shelf) : pin(shelf);
            default -> rewrite(player, shelf);
        };
    }

    private ResticPlayer restic() {
        return random.nextInt(3) == 0 ? restics.getFirst() : restics.getLast();
    }

    private void log(Object... words) {
        journal.add(String.join(" ", Stream.of(words).map(Object::toString).toList()));
    }

    private static String brief(Set<Id> ids) {
        return ids.stream().map(Id::brief).toList().toString();
    }

    private List<Shelf> backup(Player player, Shelf shelf) throws IOException {
        List<String> tags = choices.tags();
        Compression compression = choices.compression();
        nextState();
        log(player, "backs up to", shelf, "at", clock, "tags", tags, "compression", compression);
        player.backup(shelf.store(), files.base(), ChangingFiles.NAME, tags, clock, compression);
        describe(shelf.settle(Set.of(), player), tags);
        return List.of(shelf);
    }

    private void nextState() throws IOException {
        if (random.nextInt(8) > 0) {
            files.change(random);
        }
        // Hours that no clock skips or repeats.
        clock = clock.plusDays(random.nextInt(10)).plusHours(1);
        clock = clock.getHour() < 4 ? clock.plusHours(4) : clock;
    }

    private void describe(List<Snapshot> fresh, List<String> tags) throws IOException {
        assertEquals(1, fresh.size());
        Snapshot snapshot = fresh.getFirst();
        assertEquals(clock.atZone(ZoneId.systemDefault()).toInstant(), snapshot.time().toInstant());
        assertEquals(new TreeSet<>(tags), new TreeSet<>(snapshot.tags()));
        learn(snapshot.tree(), files.describe());
    }

    private void learn(Id tree, Map<String, String> description) {
        Folder.assertSame(described.computeIfAbsent(tree, _ -> description), description);
    }

    private List<Shelf> backupToBoth() throws IOException {
        nextState();
        log(tandem, "backs up to both at", clock);
        tandem.backup(first.store(), second.store(), files.base(), ChangingFiles.NAME, clock);
        Map<Id, Look> before = Map.copyOf(second.living());
        List<Snapshot> made = first.settle(Set.of(), tandem);
        describe(made, List.of());
        List<Snapshot> arrived = second.settle(Set.of(), tandem);
        List<Look> looks = arrived.stream().map(Look::of).toList();
        assertTrue(looks.contains(Look.of(made.getFirst())), looks.toString());
        assertTrue(first.living().values().containsAll(looks), looks.toString());
        assertTrue(looks.stream().noneMatch(before.values()::contains), looks.toString());
        return List.of(first, second);
    }

    private List<Shelf> forgetNamed(Player player, Shelf shelf) throws IOException {
        List<Id> candidates = new ArrayList<>(shelf.living().keySet());
        candidates.removeLast();
        Set<Id> ids = Shelf.some(random, candidates, 2);
        boolean refused = player.equals(tandem) && ids.stream().anyMatch(shelf.pinned()::contains);
        log(player, "forgets in", shelf, brief(ids), refused ? "refused" : "");
        if (refused) {
            assertThrows(RepositoryException.class, () -> player.forget(shelf.store(), ids));
            shelf.assertUnchanged();
        } else {
            player.forget(shelf.store(), ids);
            forgotten(player, shelf, ids);
        }
        return List.of(shelf);
    }

    private void forgotten(Player player, Shelf shelf, Set<Id> ids) throws IOException {
        if (player.equals(tandem)) {
            shelf.setAside(ids);
        }
        Shelf.assertLooks(List.of(), shelf.settle(ids, player));
    }

    /** The other program says beforehand what will be forgotten. */
    private List<Shelf> forgetByPolicy(Player player, Shelf shelf) throws IOException {
        if (shelf.hasTies() && !shelf.pinned().isEmpty()) {
            return forgetNamed(player, shelf);
        }
        RetentionPolicy policy = choices.policy(player.modern() && restics.getLast().modern(), shelf.hasTies());
        SnapshotGrouping grouping = new SnapshotGrouping(random.nextBoolean(), random.nextBoolean(),
                !shelf.hasTies() && random.nextInt(3) == 0);
        log(player, "forgets in", shelf, policy, grouping);
        Player other = player.equals(tandem) ? restics.getLast() : tandem;
        Set<Id> expected = new LinkedHashSet<>(other.wouldForget(shelf.store(), policy, grouping));
        if (player.equals(tandem)) {
            expected.removeAll(shelf.pinned());
        }
        player.forget(shelf.store(), policy, grouping);
        if (shelf.hasTies()) {
            Set<Id> gone = new HashSet<>(shelf.living().keySet());
            TandemPlayer.snapshots(shelf.store()).forEach(snapshot -> gone.remove(snapshot.id()));
            assertEquals(expected.stream().map(id -> shelf.living().get(id).time()).sorted().toList(),
                    gone.stream().map(id -> shelf.living().get(id).time()).sorted().toList());
            expected = gone;
        }
        forgotten(player, shelf, expected);
        return List.of(shelf);
    }

    private List<Shelf> prune(Player player, Shelf shelf) throws IOException {
        PruneRequest request = choices.limits();
        log(player, "prunes", shelf, request);
        player.prune(shelf.store(), request);
        shelf.pruned(player.equals(tandem));
        shelf.assertUnchanged();
        return List.of(shelf);
    }

    private List<Shelf> tag(Player player, Shelf shelf) throws IOException {
        Set<Id> ids = Shelf.some(random, shelf.living().keySet(), 3);
        TagChange change = choices.tagChange();
        log(player, "tags in", shelf, brief(ids), change);
        player.tag(shelf.store(), ids, change);
        Set<Id> gone = new HashSet<>(ids);
        Set<Id> now = new HashSet<>(TandemPlayer.snapshots(shelf.store()).stream().map(Snapshot::id).toList());
        // One whose tags stay the same may be written anew, as restic does, or not.
        gone.removeIf(id -> now.contains(id) && changed(shelf, id, change).equals(shelf.living().get(id)));
        List<Look> expected = gone.stream().map(id -> changed(shelf, id, change)).toList();
        Set<Id> pinned = new HashSet<>(shelf.pinned());
        pinned.retainAll(gone);
        List<Look> pins = pinned.stream().map(id -> changed(shelf, id, change)).toList();
        List<Snapshot> fresh = shelf.settle(gone, player);
        Shelf.assertLooks(expected, fresh);
        if (player.equals(tandem)) {
            shelf.pin(fresh.stream().filter(s -> pins.contains(Look.of(s))).map(Snapshot::id).toList(), true);
        }
        return List.of(shelf);
    }

    private static Look changed(Shelf shelf, Id id, TagChange change) {
        Look look = shelf.living().get(id);
        return look.withTags(change.of(List.copyOf(look.tags())));
    }

    private List<Shelf> copy(Player player, Shelf from, Shelf to) throws IOException {
        Set<Id> ids = random.nextInt(3) == 0 || from.living().isEmpty() ? new LinkedHashSet<>(from.living().keySet())
                : Shelf.some(random, from.living().keySet(), 4);
        if (ids.isEmpty()) {
            return backup(player, first);
        }
        log(player, "copies from", from, "to", to, brief(ids));
        Map<Id, Look> before = Map.copyOf(to.living());
        List<Look> expected = ids.stream().map(from.living()::get).filter(look -> before.entrySet().stream()
                .noneMatch(there -> isCopy(look, there.getKey(), there.getValue()))).toList();
        player.copy(from.store(), to.store(), ids);
        Shelf.assertLooks(expected, to.settle(Set.of(), player));
        from.assertUnchanged();
        return List.of(first, second);
    }

    private static boolean isCopy(Look look, Id id, Look there) {
        return there.equals(look) || id.equals(look.origin()) && there.time().equals(look.time())
                && there.tree().equals(look.tree()) && there.tags().equals(look.tags());
    }

    private List<Shelf> undo(Shelf shelf) throws IOException {
        Set<Id> ids = Shelf.some(random, shelf.forgotten().keySet(), 3);
        if (ids.isEmpty()) {
            return forgetNamed(tandem, shelf);
        }
        Map<Id, Look> before = new HashMap<>(shelf.forgotten());
        UndoReport report = tandem.undo(shelf.store(), ids);
        Set<Id> back = new HashSet<>(report.restored().stream().map(Snapshot::id).toList());
        log(tandem, "undoes in", shelf, brief(ids), "and brings back", brief(back));
        assertEquals(ids.size(), back.size() + report.lost().size());
        assertTrue(report.lost().stream().allMatch(lost -> shelf.doubtful().contains(lost.snapshot())),
                report.toString());
        List<Snapshot> fresh = shelf.settle(Set.of(), tandem);
        assertEquals(back, new HashSet<>(fresh.stream().map(Snapshot::id).toList()));
        Shelf.assertLooks(back.stream().map(before::get).toList(), fresh);
        return List.of(shelf);
    }

    private List<Shelf> pin(Shelf shelf) throws IOException {
        boolean on = shelf.pinned().isEmpty() || random.nextInt(3) == 0;
        Set<Id> ids = Shelf.some(random, on ? shelf.living().keySet() : shelf.pinned(), 2);
        log(tandem, on ? "pins in" : "unpins in", shelf, brief(ids));
        tandem.pin(shelf.store(), ids, on);
        shelf.pin(ids, on);
        shelf.assertUnchanged();
        return List.of(shelf);
    }

    private List<Shelf> repairIndex(Player player, Shelf shelf) throws IOException {
        boolean all = random.nextBoolean();
        log(player, "writes the index anew in", shelf, all ? "from all packs" : "");
        player.repairIndex(shelf.store(), all);
        shelf.assertUnchanged();
        return List.of(shelf);
    }

    private List<Shelf> rewrite(Player player, Shelf shelf) throws IOException {
        Player able = player.modern() ? player : tandem;
        String pattern = random.nextInt(3) == 0 ? ChangingFiles.PLAIN : ChangingFiles.TEMPORARY;
        boolean forget = random.nextBoolean();
        Set<Id> ids = Shelf.some(random, shelf.living().keySet(), 2);
        log(able, "rewrites in", shelf, brief(ids), "without", pattern, forget ? "and forgets" : "");
        Map<Id, Look> before = new HashMap<>(shelf.living());
        before.keySet().retainAll(ids);
        Set<Id> unsummed = able.equals(tandem) ? Set.of() : withoutSummary(shelf);
        before.entrySet().removeIf(entry -> !unsummed.contains(entry.getKey())
                && without(pattern, entry.getValue()).equals(described.get(entry.getValue().tree())));
        able.rewrite(shelf.store(), ids, pattern, forget);
        Set<Id> pinned = new HashSet<>(shelf.pinned());
        if (forget && able.equals(tandem)) {
            shelf.setAside(before.keySet());
        }
        List<Snapshot> fresh = shelf.settle(forget ? before.keySet() : Set.of(), able);
        assertEquals(before.size(), fresh.size());
        for (Snapshot snapshot : fresh) {
            Id from = snapshot.original().orElseThrow();
            Look old = before.get(from);
            Set<String> tags = new TreeSet<>(old.tags());
            if (!forget) {
                tags.add("rewrite");
            }
            Shelf.assertLooks(List.of(new Look(old.time(), snapshot.tree(), tags, from)), List.of(snapshot));
            learn(snapshot.tree(), without(pattern, old));
            if (forget && able.equals(tandem) && pinned.contains(from)) {
                shelf.pin(Set.of(snapshot.id()), true);
            }
        }
        return List.of(shelf);
    }

    private Map<String, String> without(String pattern, Look look) {
        return ChangingFiles.without(pattern, described.get(look.tree()));
    }

    /** Returns the snapshots restic 0.18 always rewrites, to add the summary the old one did not record. */
    private static Set<Id> withoutSummary(Shelf shelf) throws IOException {
        return TandemPlayer.snapshots(shelf.store()).stream().filter(snapshot -> snapshot.summary().isEmpty())
                .map(Snapshot::id).collect(Collectors.toSet());
    }

    /** Restores a snapshot with another program than the one that wrote it, and compares it with what was backed up. */
    void restore(Shelf shelf, boolean everything, Path target) throws IOException {
        Id id = Shelf.some(random, shelf.living().keySet(), 1).iterator().next();
        Player player = !shelf.writer(id).equals(tandem) ? tandem : everything ? restic() : restics.getLast();
        log(player, "restores from", shelf, id.brief());
        player.restore(shelf.store(), id, target);
        Folder.assertSame(described.get(shelf.living().get(id).tree()), Folder.describe(target));
    }
}
