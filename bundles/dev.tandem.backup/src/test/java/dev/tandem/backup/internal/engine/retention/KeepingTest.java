package dev.tandem.backup.internal.engine.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.CalendarSpan;
import dev.tandem.backup.ForgetReport.Group;
import dev.tandem.backup.Id;
import dev.tandem.backup.RetentionPolicy;
import dev.tandem.backup.RetentionPolicy.Period;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotGroup;
import dev.tandem.backup.SnapshotGrouping;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The traps of the policy, one by one. */
class KeepingTest {
    private static final Instant NOW = Instant.parse("2025-06-01T00:00:00Z");
    private static final SnapshotGroup ALL = new SnapshotGroup(Optional.empty(), Optional.empty(), Optional.empty());

    private static Snapshot snapshot(String time, String... tags) {
        Id id = new Id(time.hashCode(), 0, 0, 0);
        return new Snapshot(id, OffsetDateTime.parse(time), Optional.empty(), id, List.of("/b", "/a"), "host", "", 0, 0,
                List.of(), List.of(tags), Optional.empty(), "", Optional.empty());
    }

    private static List<Snapshot> at(String... times) {
        return Stream.of(times).map(time -> snapshot(time)).toList();
    }

    private static RetentionPolicy count(Period period, int count) {
        return new RetentionPolicy(Map.of(period, count), Map.of(), List.of());
    }

    private static RetentionPolicy within(Period period, String span) {
        return new RetentionPolicy(Map.of(), Map.of(period, CalendarSpan.parse(span)), List.of());
    }

    private static Group decide(RetentionPolicy policy, ZoneId here, List<Snapshot> snapshots) {
        return new Keeping(policy, Set.of(), NOW, here).decide(ALL, snapshots);
    }

    /** Returns what stays, a line each: its time and the reasons. */
    private static List<String> kept(RetentionPolicy policy, List<Snapshot> snapshots) {
        return decide(policy, ZoneOffset.UTC, snapshots).kept().stream()
                .map(kept -> kept.snapshot().time() + " " + String.join(", ", kept.matches())).toList();
    }

    @Test
    void theNewestOfEachPeriodStays() {
        assertEquals(List.of("2024-01-03T09:00Z daily snapshot", "2024-01-02T08:00Z daily snapshot"),
                kept(count(Period.DAILY, 2), at("2024-01-01T10:00:00Z", "2024-01-02T07:00:00Z", "2024-01-02T08:00:00Z",
                        "2024-01-03T09:00:00Z")));
    }

    @Test
    void theOldestStaysWhileARuleIsNotSated() {
        assertEquals(List.of("2024-01-02T08:00Z daily snapshot", "2024-01-01T10:00Z daily snapshot",
                "2024-01-01T09:00Z oldest daily snapshot"), kept(count(Period.DAILY, 3),
                        at("2024-01-01T09:00:00Z", "2024-01-01T10:00:00Z", "2024-01-02T08:00:00Z")));
        assertEquals(2, kept(count(Period.DAILY, 2),
                at("2024-01-01T09:00:00Z", "2024-01-01T10:00:00Z", "2024-01-02T08:00:00Z")).size());
        assertEquals(List.of("2024-01-01T10:00Z daily within 1y", "2024-01-01T09:00Z oldest daily within 1y"),
                kept(within(Period.DAILY, "1y"), at("2024-01-01T09:00:00Z", "2024-01-01T10:00:00Z")));
    }

    @Test
    void aPeriodIsThatOfTheClockWhereTheSnapshotWasMade() {
        // One day in UTC, two days on the clocks of those who made them.
        List<Snapshot> snapshots = at("2024-01-01T20:00:00-04:00", "2024-01-02T12:00:00+12:00", "2024-01-02T01:00:00Z");
        assertEquals(List.of("2024-01-02T01:00Z daily snapshot", "2024-01-01T20:00-04:00 daily snapshot",
                "2024-01-02T12:00+12:00 daily snapshot"), kept(count(Period.DAILY, 5), snapshots));
    }

    @Test
    void weeksAreThoseOfIso8601() {
        assertEquals(List.of("2021-01-04T00:00Z weekly snapshot", "2021-01-03T00:00Z weekly snapshot",
                "2020-12-27T00:00Z weekly snapshot"), kept(count(Period.WEEKLY, 3),
                        at("2020-12-27T00:00:00Z", "2020-12-31T00:00:00Z", "2021-01-03T00:00:00Z",
                                "2021-01-04T00:00:00Z")));
    }

    @Test
    void aDayAMonthDoesNotHaveOverflowsIntoTheNext() {
        assertEquals(2, kept(within(Period.LAST, "1m"), at("2023-03-31T12:00:00Z", "2023-03-03T12:00:01Z",
                "2023-03-03T12:00:00Z", "2023-03-01T00:00:00Z")).size());
        assertEquals(Instant.parse("2023-03-01T10:00:00Z"), before("2024-02-29T12:00:00Z", "1y2h", ZoneOffset.UTC));
        assertEquals(Instant.parse("2022-12-31T12:00:00Z"), before("2024-01-31T12:00:00Z", "1y1m", ZoneOffset.UTC));
        assertEquals(Instant.parse("2023-12-02T12:00:00Z"), before("2024-03-31T12:00:00Z", "3m29d", ZoneOffset.UTC));
    }

    private static Instant before(String time, String span, ZoneId here) {
        return CutOff.before(OffsetDateTime.parse(time), CalendarSpan.parse(span), here);
    }

    @Test
    void timeIsCountedBackByTheClockOfThisZoneWhereTheOffsetIsItsOwn() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        String summer = "2024-07-01T12:00:00+02:00";
        assertEquals(Instant.parse("2024-01-01T11:00:00Z"), before(summer, "6m", berlin));
        assertEquals(Instant.parse("2024-01-01T10:00:00Z"), before(summer, "6m", ZoneOffset.UTC));
        assertEquals(Instant.parse("2024-01-01T07:00:00Z"), before("2024-07-01T12:00:00+05:00", "6m", berlin));
        // Half past two is skipped in March and comes twice in October.
        assertEquals(Instant.parse("2024-03-31T01:30:00Z"), before("2024-04-01T02:30:00+02:00", "1d", berlin));
        assertEquals(Instant.parse("2024-10-27T01:30:00Z"), before("2024-10-28T02:30:00+01:00", "1d", berlin));
    }

    @Test
    void theFutureIsNotTheNewest() {
        List<Snapshot> snapshots = at("2030-01-01T00:00:00Z", "2025-06-01T00:00:00Z", "2025-05-31T00:00:00Z",
                "2025-05-20T00:00:00Z");
        assertEquals(List.of("2030-01-01T00:00Z within 2d", "2025-06-01T00:00Z within 2d",
                "2025-05-31T00:00Z within 2d"), kept(within(Period.LAST, "2d"), snapshots));
        assertEquals(1, kept(within(Period.LAST, "1d"), at("2025-05-31T00:00:00Z", "2025-05-30T00:00:00Z")).size());
        // With nothing but future ones, everything is newer than the beginning of time.
        assertEquals(2, kept(within(Period.LAST, "1h"), at("2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z")).size());
    }

    @Test
    void tagsKeepWhatHasAllOfAList() {
        RetentionPolicy policy = new RetentionPolicy(Map.of(), Map.of(),
                List.of(List.of("a", "b"), List.of("c"), List.of("")));
        assertEquals(List.of("2024-01-04T00:00Z has tags []", "2024-01-03T00:00Z has tags [a, b], has tags [c]"),
                kept(policy, List.of(snapshot("2024-01-01T00:00:00Z", "a"), snapshot("2024-01-02T00:00:00Z", "b"),
                        snapshot("2024-01-03T00:00:00Z", "c", "b", "a"), snapshot("2024-01-04T00:00:00Z"))));
    }

    @Test
    void reasonsComeInResticsOrderWithWhatIsLeftOfEachCounter() {
        RetentionPolicy policy = new RetentionPolicy(Map.of(Period.LAST, 1, Period.DAILY, 2, Period.YEARLY, -1),
                Map.of(Period.LAST, CalendarSpan.parse("1h"), Period.MONTHLY, CalendarSpan.parse("2h1y")),
                List.of(List.of("t")));
        Group group = decide(policy, ZoneOffset.UTC,
                List.of(snapshot("2024-01-02T00:00:00Z", "t"), snapshot("2024-01-01T00:00:00Z")));
        assertEquals(List.of("has tags [t]", "within 1h", "last snapshot", "daily snapshot", "yearly snapshot",
                "monthly within 1y2h"), group.kept().getFirst().matches());
        assertEquals(Map.of(Period.DAILY, 1, Period.YEARLY, -1), group.kept().getFirst().counters());
        assertEquals(List.of("daily snapshot", "oldest yearly snapshot", "oldest monthly within 1y2h"),
                group.kept().getLast().matches());
        assertEquals(Map.of(Period.YEARLY, -1), group.kept().getLast().counters());
    }

    @Test
    void ofEqualTimesTheFirstIsTheNewest() {
        Snapshot first = snapshot("2024-01-01T00:00:00Z", "first");
        Snapshot second = snapshot("2024-01-01T01:00:00+01:00", "second");
        assertEquals(List.of(first), decide(count(Period.LAST, 1), ZoneOffset.UTC, List.of(first, second)).kept()
                .stream().map(kept -> kept.snapshot()).toList());
    }

    @Test
    void aPinKeepsWhatNoRuleWants() {
        List<Snapshot> snapshots = at("2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z");
        Keeping keeping = new Keeping(count(Period.LAST, 1),
                Set.of(snapshots.get(0).id(), snapshots.get(2).id()), NOW, ZoneOffset.UTC);
        Group group = keeping.decide(ALL, snapshots);
        assertEquals(List.of(List.of("last snapshot", "pinned"), List.of("pinned")),
                group.kept().stream().map(kept -> kept.matches()).toList());
        assertEquals(List.of(snapshots.get(1)), group.removed());
        assertEquals(false, group.unwanted());
    }

    @Test
    void aPinDoesNotMakeAGroupWanted() {
        List<Snapshot> snapshots = at("2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z");
        RetentionPolicy typo = new RetentionPolicy(Map.of(), Map.of(), List.of(List.of("imporant")));
        assertTrue(decide(typo, ZoneOffset.UTC, snapshots).unwanted());
        assertTrue(new Keeping(typo, Set.of(snapshots.getFirst().id()), NOW, ZoneOffset.UTC).decide(ALL, snapshots)
                .unwanted());
        assertEquals(false, new Keeping(typo, Set.of(snapshots.get(0).id(), snapshots.get(1).id()), NOW,
                ZoneOffset.UTC).decide(ALL, snapshots).unwanted());
    }

    @Test
    void groupsAreOfEqualHostsAndSortedPathsAndTags() {
        List<Snapshot> snapshots = new ArrayList<>(at("2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z"));
        Snapshot a = snapshots.getFirst();
        snapshots.add(new Snapshot(a.id(), a.time(), a.parent(), a.tree(), List.of("/a", "/b"), "host", "", 0, 0,
                List.of(), List.of("x"), a.original(), "", a.summary()));
        assertEquals(1, SnapshotGrouping.DEFAULT.group(snapshots).size());
        assertEquals("host host, paths [/a, /b]", SnapshotGrouping.DEFAULT.of(a).toString());
        assertEquals(2, SnapshotGrouping.parse("host,tags").group(snapshots).size());
        assertEquals(1, SnapshotGrouping.parse("").group(snapshots).size());
        assertThrows(IllegalArgumentException.class, () -> SnapshotGrouping.parse("hosts,user"));
    }

    @Test
    void spansAreYearsMonthsDaysAndHours() {
        assertEquals(new CalendarSpan(1, 5, 7, 2), CalendarSpan.parse(" 2h7d1y5m "));
        assertEquals("1y5m7d2h", CalendarSpan.parse("2h7d1y5m").toString());
        assertEquals(CalendarSpan.ZERO, CalendarSpan.parse("0d"));
        for (String wrong : List.of("", "1", "d", "1w", "-1d", "1d 2h", "1d2d", "999999999y", "1D")) {
            assertThrows(IllegalArgumentException.class, () -> CalendarSpan.parse(wrong), wrong);
        }
        assertTrue(before("2024-01-01T00:00:00Z", "99999999y99999999m99999999d99999999h", ZoneOffset.UTC)
                .isBefore(Instant.EPOCH));
    }

    @Test
    void countsAreNotNegative() {
        assertThrows(IllegalArgumentException.class, () -> count(Period.LAST, -2));
        assertTrue(count(Period.LAST, 0).isEmpty());
        assertTrue(within(Period.DAILY, "0h").isEmpty());
    }
}
