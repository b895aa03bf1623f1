package dev.tandem.sync.internal.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.Id;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Gate;
import dev.tandem.sync.GateLimits;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.gate.SideTotals.Root;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.plan.Names;
import dev.tandem.sync.internal.plan.Plan;
import dev.tandem.sync.internal.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which plans stop. */
class GatesTest {
    private static final long SIZE = 1000;

    private final List<Step.Change> moves = new ArrayList<>();
    private final List<Step.Copy> copies = new ArrayList<>();
    private final List<Step.Delete> deletions = new ArrayList<>();
    private long known = 100;
    private Map<RawName, Long> folders = Map.of();
    private boolean overlap;
    private boolean mirrors;
    private SideTotals left = side("left");
    private SideTotals right = side("right");
    private GateLimits limits = GateLimits.USUAL;

    private static SideTotals side(String origin) {
        return new SideTotals(origin, Root.SAME, 100, List.of(), origin, -1, 0, 0, List.of());
    }

    private static FileItem file(RawPath path) {
        return new FileItem(path.name(), SIZE, new Id(0, 0, 0, 1),
                new Attributes(0644, 0, 0, 0, 0, 0, Attributes.NO_EXTENDED));
    }

    private void delete(int count, String prefix) {
        for (int i = 0; i < count; i++) {
            RawPath path = RawPath.of(prefix + i);
            deletions.add(new Step.Delete(Side.RIGHT, path, file(path), "deleted on the left"));
        }
    }

    private void copy(int count, String prefix, boolean replacing) {
        for (int i = 0; i < count; i++) {
            RawPath path = RawPath.of(prefix + i);
            copies.add(new Step.Copy(Side.RIGHT, path, path, file(path), replacing ? file(path) : Item.ABSENT, ""));
        }
    }

    private List<Gate> gates(String... accepted) {
        Plan plan = new Plan(moves, List.of(), List.of(), copies, List.of(), deletions, List.of(), List.of(),
                List.of());
        return Gates.of(plan, Names.EXACT, new Totals(known, folders, overlap, mirrors, left, right),
                limits, List.of(accepted));
    }

    private void stops(String... ids) {
        assertEquals(List.of(ids), gates().stream().map(Gate::id).toList());
    }

    @Test
    void aQuietPlanPasses() {
        delete(5, "f");
        copy(20, "g", false);
        stops();
    }

    @Test
    void tooManyDeletionsStopWithNumbersExamplesAndAWayOn() {
        delete(50, "f");
        stops();
        delete(1, "g");
        stops("max-delete");
        Gate gate = gates().getFirst();
        assertEquals("51 files of 100 in right would be deleted: 'f0', 'f1', 'f2', …", gate.message());
        assertTrue(gate.remedy().contains("--accept max-delete") && gate.remedy().contains("--force"));
        assertTrue(gate.passable());
    }

    @Test
    void fewDeletionsAreNeverTooManyInPercent() {
        known = 9;
        delete(9, "f");
        stops();
    }

    @Test
    void movesAreNoDeletions() {
        for (int i = 0; i < 100; i++) {
            RawPath from = RawPath.of("f" + i);
            moves.add(new Step.Move(Side.RIGHT, from, RawPath.of("g" + i), file(from), true, ""));
        }
        stops();
    }

    @Test
    void halfOfATopFolderIsTooMuchAlsoInALargeTree() {
        known = 100_000;
        folders = Map.of(RawName.of("project"), 20L);
        delete(11, "project/f");
        stops("max-delete");
        assertTrue(gates().getFirst().message().contains("11 files of 20 in the folder 'project' of right"));
    }

    @Test
    void countAndBytesHaveLimitsOfTheirOwn() {
        limits = new GateLimits(100, 10, 5 * SIZE, 0, Optional.empty());
        delete(11, "f");
        stops("max-delete-count", "max-delete-bytes");
    }

    @Test
    void aSideOfWhichNearlyAllWouldBeReplacedStops() {
        copy(91, "f", true);
        stops("all-changed");
        known = 0;
        stops();
        known = 100;
        copies.clear();
        copy(80, "f", true);
        stops();
    }

    @Test
    void anEmptiedSideStopsUnlessBothAre() {
        left = new SideTotals("left", Root.SAME, 0, List.of(), "left", -1, 0, 0, List.of());
        stops("root-emptied");
        right = new SideTotals("right", Root.SAME, 0, List.of(), "right", -1, 0, 0, List.of());
        stops();
        right = side("right");
        known = 0;
        stops();
    }

    @Test
    void aRootThatIsNotWhatItWasStops() {
        for (Root root : List.of(Root.MISSING, Root.REPLACED, Root.ROLLED_BACK)) {
            right = new SideTotals("right", root, 100, List.of(), "right", -1, 0, 0, List.of());
            assertEquals(1, gates().size(), root.toString());
        }
        right = new SideTotals("right", Root.MISSING, 0, List.of(), "right", -1, 0, 0, List.of());
        stops("root-missing");
        known = 0;
        stops();
    }

    @Test
    void aFileSystemThatIsNotMountedAnyMoreStops() {
        left = new SideTotals("left", Root.SAME, 100, List.of(RawPath.of("photos")), "left", -1, 0, 0, List.of());
        stops("mount-gone");
        assertTrue(gates().getFirst().message().contains("'photos'"));
    }

    @Test
    void overlapCannotBeAccepted() {
        overlap = true;
        assertFalse(gates("all").getFirst().passable());
        assertEquals(1, gates("overlap").size());
    }

    @Test
    void aFileSystemMustNotFillUp() {
        copy(10, "f", true);
        right = new SideTotals("right", Root.SAME, 100, List.of(), "right", 10 * SIZE + 999, 100_000, 0,
                List.of());
        stops("free-space");
        right = new SideTotals("right", Root.SAME, 100, List.of(), "right", 11 * SIZE, 100_000, 0, List.of());
        stops();
    }

    @Test
    void bothSidesOfOneFileSystemFillItTogether() {
        copy(6, "f", false);
        copies.replaceAll(copy -> new Step.Copy(Side.LEFT, copy.path(), copy.source(), copy.content(),
                copy.expected(), copy.reason()));
        copy(6, "g", false);
        left = new SideTotals("left", Root.SAME, 100, List.of(), "disk", 10 * SIZE, 0, 0, List.of());
        right = new SideTotals("right", Root.SAME, 100, List.of(), "disk", 10 * SIZE, 0, 0, List.of());
        stops("free-space");
    }

    @Test
    void filesThatProveAccessMustBeThere() {
        limits = new GateLimits(50, -1, -1, 1, Optional.of("ACCESS"));
        stops("access-check", "access-check");
        left = new SideTotals("left", Root.SAME, 100, List.of(), "left", -1, 0, 1, List.of());
        right = new SideTotals("right", Root.SAME, 100, List.of(), "right", -1, 0, 1,
                List.of(RawPath.of("d/ACCESS")));
        stops("access-check");
        right = left;
        stops();
    }

    @Test
    void aFirstRunThatMirrorsIntoAFolderWithLittleInCommonStops() {
        known = 0;
        delete(60, "old");
        copy(10, "new", false);
        stops();
        mirrors = true;
        stops("wrong-folder");
    }

    @Test
    void whatIsAcceptedPasses() {
        delete(60, "f");
        overlap = true;
        assertEquals(List.of("overlap"), gates("max-delete").stream().map(Gate::id).toList());
        assertEquals(List.of("overlap"), gates("all").stream().map(Gate::id).toList());
    }
}
