package dev.tandem.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tandem.backup.CalendarSpan;
import dev.tandem.backup.ForgetRequest;
import dev.tandem.backup.ForgetRequest.Choice;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.RetentionPolicy;
import dev.tandem.backup.RetentionPolicy.Period;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.SnapshotGrouping;
import dev.tandem.cli.Cli;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionCommandsTest {
    @TempDir
    Path data;

    private final TimeZone zone = TimeZone.getDefault();
    private Cli cli;
    private FakeRepository repository;

    @BeforeEach
    void install() {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        Fakes fakes = new Fakes(data);
        cli = fakes.cli;
        repository = fakes.repository();
        repository.snapshot(1, "host", "/a");
        repository.snapshot(2, "host", "/a");
        repository.snapshot(3, "other", "/b");
    }

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(zone);
    }

    private static List<JsonObject> json(Cli.Result result) {
        return result.out().lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    }

    private Choice.ByPolicy policyOf(String... arguments) {
        Cli.Result result = cli.run(arguments);
        assertEquals(0, result.exitCode(), result.err());
        return (Choice.ByPolicy) repository.retention.request.choice();
    }

    @Test
    void everyRuleReachesTheEngine() {
        Choice.ByPolicy choice = policyOf("forget", "-l", "1", "-H", "unlimited", "-d", "-1", "--keep-weekly", "4",
                "-m=5", "-y", "6", "--keep-within", "1d", "--keep-within-hourly", "2h", "--keep-within-daily", "3d",
                "--keep-within-weekly", "1m", "--keep-within-monthly", "1y", "--keep-within-yearly", "2h1y",
                "--keep-tag", "a,b", "--keep-tag", "");
        assertEquals(new RetentionPolicy(
                Map.of(Period.LAST, 1, Period.HOURLY, -1, Period.DAILY, -1, Period.WEEKLY, 4, Period.MONTHLY, 5,
                        Period.YEARLY, 6),
                Map.of(Period.LAST, new CalendarSpan(0, 0, 1, 0), Period.HOURLY, new CalendarSpan(0, 0, 0, 2),
                        Period.DAILY, new CalendarSpan(0, 0, 3, 0), Period.WEEKLY, new CalendarSpan(0, 1, 0, 0),
                        Period.MONTHLY, new CalendarSpan(1, 0, 0, 0), Period.YEARLY, new CalendarSpan(1, 0, 0, 2)),
                List.of(List.of("a", "b"), List.of(""))), choice.policy());
        assertEquals(SnapshotGrouping.DEFAULT, choice.grouping());
        assertEquals(SnapshotFilter.ALL, choice.filter());
        assertFalse(choice.allowRemoveAll());
        assertFalse(repository.retention.request.dryRun());
    }

    @Test
    void groupingAndFiltersReachTheEngine() {
        Choice.ByPolicy choice = policyOf("forget", "-n", "--keep-last", "1", "-g", "", "--host", "host",
                "--tag", "a,b", "--path", "/a", "--unsafe-allow-remove-all");
        assertEquals(new SnapshotGrouping(false, false, false), choice.grouping());
        assertEquals(new SnapshotFilter(List.of("host"), List.of(List.of("a", "b")), List.of("/a")), choice.filter());
        assertTrue(choice.allowRemoveAll());
        assertTrue(repository.retention.request.dryRun());
        assertEquals(new SnapshotGrouping(false, false, true),
                policyOf("forget", "--keep-last", "1", "--group-by", "tags").grouping());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--keep-last 0", "--keep-last -2", "--keep-daily x", "--keep-within 1w",
        "--keep-within 1d2d", "--keep-within -1d", "--keep-last 1 --group-by user", "--unsafe-allow-remove-all",
        "--keep-last 1 00000001"})
    void whatMakesNoSenseForgetsNothing(String arguments) {
        Cli.Result result = cli.run(("forget " + arguments).strip().split(" "));
        assertEquals(2, result.exitCode(), result.err());
        assertNull(repository.retention.request);
    }

    @Test
    void namedSnapshotsAreForgottenWithoutAPolicy() {
        Cli.Result result = cli.run("forget", "00000001", "00000003");
        assertEquals(new ForgetRequest(new Choice.Named(List.of(FakeRepository.id(1), FakeRepository.id(3))), false),
                repository.retention.request);
        assertEquals("forgot 2 snapshots; until the next prune 'undo' brings back what was forgotten\n", result.out());
        assertEquals(1, cli.run("forget", "ffff").exitCode());
    }

    @Test
    void forgetShowsWhyASnapshotStays() {
        assertEquals("""
                snapshots of host host, paths [/a]
                keep:
                ID        Time                 Host  Tags  Reasons        Paths  Size
                --------------------------------------------------------------------------
                00000002  2026-01-04 03:04:05  host        last snapshot  /a     4.000 KiB
                --------------------------------------------------------------------------
                1 snapshot
                would forget:
                ID        Time                 Host  Tags  Paths  Size
                -----------------------------------------------------------
                00000001  2026-01-03 03:04:05  host  a     /a     4.000 KiB
                                                     b
                -----------------------------------------------------------
                1 snapshot

                would forget 1 snapshot, 1 stay
                """, cli.run("forget", "--keep-last", "1", "-n", "--host", "host").out());
    }

    @Test
    void forgetIsObjectsWithResticsNames() {
        List<JsonObject> messages = json(cli.run("forget", "--keep-last", "1", "--json"));
        assertEquals(List.of("group", "group", "summary"),
                messages.stream().map(message -> message.get("message_type").getAsString()).toList());
        JsonObject group = messages.getFirst();
        assertEquals("host", group.get("host").getAsString());
        assertEquals("[\"/a\"]", group.get("paths").toString());
        assertFalse(group.has("tags"));
        assertEquals(1, group.getAsJsonArray("keep").size());
        assertEquals(1, group.getAsJsonArray("remove").size());
        JsonObject reason = group.getAsJsonArray("reasons").get(0).getAsJsonObject();
        assertEquals("00000002", reason.getAsJsonObject("snapshot").get("short_id").getAsString());
        assertEquals("[\"last snapshot\"]", reason.get("matches").toString());
        assertEquals("{\"last\":2}", reason.get("counters").toString());
        assertEquals(1, messages.getLast().get("removed").getAsInt());
        assertEquals(2, messages.getLast().get("kept").getAsInt());
    }

    @Test
    void snapshotsThatCannotBeReadMakeTheForgettingIncomplete() {
        repository.retention.unreadable = 1;
        assertEquals(3, cli.run("forget", "--keep-last", "1").exitCode());
    }

    @Test
    void aPruneFollowsWhereSomethingWasForgotten() {
        cli.run("forget", "--keep-last", "1", "--prune", "--dry-run");
        cli.run("forget", "--keep-last", "1", "--prune", "--host", "nobody");
        assertNull(repository.prune);
        Cli.Result result = cli.run("forget", "--keep-last", "1", "--prune", "--max-unused", "unlimited");
        assertEquals(0, result.exitCode(), result.err());
        assertEquals(PruneRequest.DEFAULT.withMaxUnused(new PruneRequest.MaxUnused.Unlimited()), repository.prune);
        assertTrue(result.out().contains("forgot 1 snapshot, 2 stay\n"), result.out());
        assertTrue(result.out().contains("removed 6 packs"), result.out());
        assertEquals(2, cli.run("forget", "--keep-last", "1", "--prune", "--max-unused", "much").exitCode());
    }

    @Test
    void undoListsUntilItIsToldWhat() {
        repository.retention.forgotten.addAll(repository.snapshots.subList(0, 2));
        String listed = cli.run("undo").out();
        assertTrue(listed.contains("00000001") && listed.contains("undo --all"), listed);
        assertEquals(listed, cli.run("undo", "--list").out());
        assertEquals(2, json(cli.run("undo", "--json")).size());
        assertNull(repository.retention.undone);
        assertEquals(2, cli.run("undo", "--all", "00000001").exitCode());
        assertEquals(1, cli.run("undo", "3").exitCode());
        assertEquals(0, cli.run("undo", "00000002").exitCode());
        assertEquals(Set.of(FakeRepository.id(2)), repository.retention.undone);
    }

    @Test
    void undoTellsWhatIsLost() {
        repository.retention.forgotten.addAll(repository.snapshots.subList(0, 2));
        Cli.Result result = cli.run("undo", "--all");
        assertEquals(3, result.exitCode());
        assertEquals("""
                back: snapshot 00000001 of [/a] at 2026-01-03 03:04:05 by me@host
                lost: snapshot 00000002: pruned
                brought back 1 snapshot
                """, result.out());
    }

    @Test
    void pinsAreShown() {
        assertEquals("pinned 1 snapshot\n", cli.run("pin", "00000002").out());
        String table = cli.run("snapshots").out();
        assertTrue(table.contains("pinned  /a") && table.contains("Pin"), table);
        assertEquals(List.of(false, true, false), json(cli.run("snapshots", "--json")).stream()
                .map(message -> message.get("pinned").getAsBoolean()).toList());
        assertEquals(1, cli.run("unpin", "00000001").exitCode());
        assertEquals("unpinned 1 snapshot\n", cli.run("unpin", "00000002").out());
        assertEquals(Set.of(), repository.retention.pinned);
    }

    @Test
    void snapshotsAreShownInGroups() {
        String text = cli.run("snapshots", "--group-by", "host", "--latest", "1").out();
        assertTrue(text.startsWith("snapshots of host host\n") && text.contains("snapshots of host other\n"), text);
        assertFalse(text.contains("00000001"), text);
        JsonObject group = json(cli.run("snapshots", "--group-by", "host", "--json")).getFirst();
        assertEquals("{\"hostname\":\"host\"}", group.get("group_key").toString());
        assertEquals(2, group.getAsJsonArray("snapshots").size());
        assertEquals(1, json(cli.run("snapshots", "--latest", "1", "--group-by", "", "--json")).getFirst()
                .getAsJsonArray("snapshots").size());
    }
}
