package dev.tandem.cli.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.tandem.cli.Cli;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Gate;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.SyncItem.Action;
import dev.tandem.sync.SyncItem.Stage;
import dev.tandem.sync.SyncReport;
import dev.tandem.sync.SyncReport.Counts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyncCommandTest {
    private static final SyncItem CREATED =
            SyncCli.row(Stage.DONE, Action.CREATE, Side.RIGHT, "docs/a.txt", 2048, "new on the left");
    private static final SyncItem SETTLED =
            SyncCli.row(Stage.DONE, Action.CONFLICT, Side.RIGHT, "c", 0, "edited on both sides; newer decides");
    private static final SyncItem WAITS =
            SyncCli.row(Stage.SKIPPED, Action.CONFLICT, null, "c", 0, "edited on both sides; ask");

    @TempDir
    Path folder;

    private SyncCli sync;

    @BeforeEach
    void install() {
        sync = new SyncCli(folder);
    }

    private Cli.Result sync(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "sync";
        arguments[1] = "a";
        arguments[2] = "b";
        System.arraycopy(options, 0, arguments, 3, options.length);
        return sync.run(arguments);
    }

    private void plan(SyncReport report, SyncItem... items) {
        sync.engine.items.addAll(List.of(items));
        sync.engine.reports.set(0, report);
    }

    @Test
    void nothingToDoIsOneLine() {
        Cli.Result result = sync();
        assertEquals(0, result.exitCode());
        assertEquals("In step: 3 files, nothing to do\n", result.out());
        assertEquals("", result.err());
        sync.engine.reports.set(0, new SyncReport(Optional.empty(), 1, 5, Counts.NONE, Counts.NONE, 0, 0, 0, 0));
        assertEquals("In step: 1 file on the left, 5 on the right, nothing to do\n", sync("--mode", "update").out());
    }

    @Test
    void whatWasDoneIsCountedBySide() {
        plan(SyncCli.report(0, 0, 0), CREATED);
        Cli.Result result = sync();
        assertEquals(0, result.exitCode());
        assertEquals("""
                Right:     1 created,     2 updated,     0 deleted,     0 moved,     0 attributes, 2.000 KiB
                In step: 3 changes in 0:00
                """, result.out());
        assertEquals("to take this back: tandem undo a b\n", result.err());
        assertEquals("", sync("-q").err());
    }

    @Test
    void everyChangeIsALineWhereThatIsAskedFor() {
        SyncItem moved = new SyncItem(Stage.DONE, Action.MOVE, Optional.of(Side.LEFT), RawPath.of("new"),
                Optional.of(RawPath.of("old")), 0, "renamed on the right");
        SyncItem planned = SyncCli.row(Stage.PLANNED, Action.CREATE, Side.RIGHT, "docs/a.txt", 2048, "new");
        SyncItem left = SyncCli.row(Stage.PLANNED, Action.SKIP, null, "own", 0, "update leaves it");
        plan(SyncCli.report(0, 0, 0), planned, left, CREATED, moved);
        assertEquals("""
                create     -> docs/a.txt (2.000 KiB)  new on the left
                move       <- new from old  renamed on the right
                to take this back: tandem undo a b
                """, sync("-v").err());
        assertTrue(sync("-vv").err().startsWith("leave      -- own  update leaves it\n"), sync("-vv").err());
    }

    @Test
    void settledConflictsAreToldAndAreNoFailure() {
        plan(new SyncReport(Optional.of("r"), 1, 1, Counts.NONE, new Counts(0, 1, 0, 0, 0, 5), 1, 0, 0, 0), SETTLED);
        Cli.Result result = sync();
        assertEquals(0, result.exitCode());
        assertEquals("""
                Conflicts:
                  conflict   -> c  edited on both sides; newer decides

                Right:     0 created,     1 updated,     0 deleted,     0 moved,     0 attributes, 5 B
                In step: 1 change in 0:00, 1 conflict settled
                """, result.out());
    }

    @Test
    void aConflictSettledWithoutAChangeIsToldToo() {
        plan(new SyncReport(Optional.empty(), 1, 1, Counts.NONE, Counts.NONE, 1, 0, 0, 0), SETTLED);
        assertEquals("In step: 0 changes in 0:00, 1 conflict settled", sync().outLines().getLast());
    }

    @Test
    void aConflictIsToldOnceAsItWasLast() {
        plan(SyncCli.report(0, 0, 0), SyncCli.row(Stage.PLANNED, Action.CONFLICT, Side.RIGHT, "c", 0, "planned"),
                SETTLED);
        assertEquals(List.of("Conflicts:", "  conflict   -> c  edited on both sides; newer decides", ""),
                sync().outLines().subList(0, 3));
    }

    @Test
    void whatWaitsOrWasNotDoneIsToldAndMakesTheRunIncomplete() {
        plan(SyncCli.report(1, 1, 1), WAITS,
                SyncCli.row(Stage.SKIPPED, Action.SKIP, null, "pipe", 0, "a pipe"),
                SyncCli.row(Stage.FAILED, Action.UPDATE, Side.RIGHT, "full", 9, "the monitor tells"));
        Cli.Result result = sync();
        assertEquals(3, result.exitCode());
        assertEquals("""
                Conflicts:
                  conflict   -- c  edited on both sides; ask

                Left as it is:
                  skipped    -- pipe  a pipe

                Right:     1 created,     2 updated,     0 deleted,     0 moved,     0 attributes, 2.000 KiB
                Not in step: 3 changes in 0:00, 1 conflict waiting for you, 1 item skipped, 1 item failed
                """, result.out());
        assertTrue(result.err().startsWith("the conflicts: tandem conflicts a b\n"), result.err());
    }

    @Test
    void aDryRunPrintsThePlanBySideAndSaysSo() {
        plan(new SyncReport(Optional.empty(), 3, 2, Counts.NONE, Counts.NONE, 1, 1, 0, 0),
                SyncCli.row(Stage.PLANNED, Action.MAKE_DIRECTORY, Side.RIGHT, "docs", 0, "new on the left"),
                SyncCli.row(Stage.PLANNED, Action.DELETE, Side.LEFT, "old", 0, "deleted on the right"),
                SyncCli.row(Stage.PLANNED, Action.CREATE, Side.RIGHT, "docs/a", 2048, "new on the left"),
                new SyncItem(Stage.PLANNED, Action.CONFLICT, Optional.empty(), RawPath.of("c"),
                        Optional.of(RawPath.of("c (conflict)")), 0, "edited on both sides; ask"));
        assertEquals("""
                On the right:
                  folder     -> docs                new on the left
                  create     -> docs/a (2.000 KiB)  new on the left

                On the left:
                  delete     <- old  deleted on the right

                Conflicts:
                  conflict   -- c  edited on both sides; ask

                Left:      0 created,     0 updated,     1 deleted,     0 moved,     0 attributes, 0 B
                Right:     2 created,     0 updated,     0 deleted,     0 moved,     0 attributes, 2.000 KiB
                Dry run: 3 changes to make, 1 conflict would wait for you; nothing was changed
                """, sync("--dry-run").out());
        assertEquals("", sync("-n").err());
    }

    @Test
    void everyRowAndTheEndAreObjects() {
        SyncItem planned = new SyncItem(Stage.PLANNED, Action.MAKE_DIRECTORY, Optional.of(Side.LEFT), RawPath.of("d"),
                Optional.empty(), 0, "new on the right");
        SyncItem moved = new SyncItem(Stage.DONE, Action.MOVE, Optional.of(Side.RIGHT), RawPath.of("x/new"),
                Optional.of(RawPath.of("old")), 12, "renamed on the left");
        plan(SyncCli.report(1, 0, 0), planned, moved, WAITS);
        Cli.Result result = sync("--json");
        assertEquals(3, result.exitCode());
        assertEquals(List.of("{\"message_type\":\"item\",\"path\":\"d\",\"action\":\"make_directory\","
                + "\"side\":\"left\",\"reason\":\"new on the right\",\"bytes\":0,\"stage\":\"planned\"}",
                "{\"message_type\":\"item\",\"path\":\"x/new\",\"action\":\"move\",\"side\":\"right\","
                + "\"reason\":\"renamed on the left\",\"bytes\":12,\"stage\":\"done\",\"from\":\"old\"}",
                "{\"message_type\":\"item\",\"path\":\"c\",\"action\":\"conflict\","
                + "\"reason\":\"edited on both sides; ask\",\"bytes\":0,\"stage\":\"skipped\"}"),
                result.outLines().subList(0, 3));
        JsonObject summary = SyncCli.json(result).getLast();
        assertEquals("summary", summary.get("message_type").getAsString());
        assertEquals("r7", summary.get("run").getAsString());
        assertFalse(summary.get("in_step").getAsBoolean());
        assertFalse(summary.has("dry_run"));
        assertEquals(3, summary.get("files_left").getAsLong());
        assertEquals("{\"created\":1,\"updated\":2,\"deleted\":0,\"moved\":0,\"attributes\":0,\"bytes\":2048}",
                summary.get("right").toString());
        assertEquals(1, summary.get("unresolved").getAsLong());
        assertEquals("", result.err());
        JsonObject dry = SyncCli.json(sync("--json", "-n")).getLast();
        assertTrue(dry.get("dry_run").getAsBoolean());
        assertEquals(1, dry.get("left").getAsJsonObject().get("created").getAsLong());
    }

    @Test
    void gatesStopWithWhatToDo() {
        sync.engine.failure = new SyncException(List.of(
                new Gate("max-delete", "900 of 1000 files would be deleted on the right", "look why", true),
                new Gate("overlap", "one folder is in the other", "name another one", false)));
        Cli.Result result = sync();
        assertEquals(4, result.exitCode());
        assertEquals("", result.out());
        assertEquals("""
                error: stopped before any change
                  max-delete: 900 of 1000 files would be deleted on the right
                    to do: look why
                  overlap: one folder is in the other
                    to do: name another one
                """, result.err());
        Cli.Result json = sync("--json");
        assertEquals(4, json.exitCode());
        assertEquals("{\"message_type\":\"gate\",\"gate\":\"max-delete\",\"message\":\"900 of 1000 files would be "
                + "deleted on the right\",\"remedy\":\"look why\",\"passable\":true}",
                json.outLines().getFirst());
        assertTrue(json.err().contains("\"code\":4"), json.err());
    }

    @Test
    void aPlanThatAGateStopsIsShownWhereItWasAskedFor() {
        sync.engine.items.add(SyncCli.row(Stage.PLANNED, Action.DELETE, Side.RIGHT, "all", 0, "gone"));
        sync.engine.items.add(SyncCli.row(Stage.PLANNED, Action.CONFLICT, null, "c", 0, "both changed it"));
        sync.engine.failure = new SyncException(List.of(new Gate("max-delete", "m", "r", true)));
        assertEquals("""
                On the right:
                  delete     -> all  gone

                Conflicts:
                  conflict   -- c  both changed it

                """, sync("-n").out());
        assertEquals("", sync().out());
    }

    @ParameterizedTest
    @EnumSource(value = SyncException.Kind.class, names = "GATE", mode = EnumSource.Mode.EXCLUDE)
    void everyFailureHasItsExitCode(SyncException.Kind kind) {
        sync.engine.failure = new SyncException(kind, "it is so");
        Cli.Result result = sync();
        assertEquals(switch (kind) {
            case LOCKED -> 11;
            case INVALID -> 2;
            default -> 1;
        }, result.exitCode());
        assertEquals("error: it is so\n", result.err());
    }

    @Test
    void anInterruptedRunSaysThatNothingIsHalf() {
        sync.engine.interruption = new CancellationException("cancelled");
        Cli.Result result = sync();
        assertEquals(130, result.exitCode());
        assertTrue(result.err().contains("files are whole; run the same command again"), result.err());
    }

    @Test
    void watchingTellsOfTheRoundsThatDidSomething() {
        SyncReport waits = new SyncReport(Optional.empty(), 3, 3, Counts.NONE, Counts.NONE, 1, 1, 0, 0);
        sync.engine.reports.addAll(List.of(SyncCli.report(0, 0, 0), FakeSynchronizer.NOTHING, waits, waits));
        sync.engine.items.add(SyncCli.row(Stage.SKIPPED, Action.SKIP, null, "pipe", 0, "a pipe"));
        Cli.Result result = sync("--watch");
        assertEquals(130, result.exitCode());
        assertEquals("""
                Left as it is:
                  skipped    -- pipe  a pipe

                In step: 3 files, nothing to do
                Right:     1 created,     2 updated,     0 deleted,     0 moved,     0 attributes, 2.000 KiB
                In step: 3 changes
                Not in step: 0 changes, 1 conflict waiting for you
                """, result.out().replaceAll("(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d ", ""));
        assertTrue(result.out().matches("(?s).*\\n\\d{4}-.* In step: 3 files, nothing to do\\n.*"), result.out());
        assertEquals(1, result.err().split("watching; Ctrl-C ends it\n", -1).length - 1, result.err());
        assertFalse(result.err().contains("take this back"), result.err());
    }

    @Test
    void theCommandOfATestRunsBetweenScanAndChange() throws Exception {
        sync.cli.environment.put("TANDEM_TEST_AFTER_SCAN", "echo seen; echo x > made");
        assertEquals("In step: 3 files, nothing to do\n", sync().out());
        assertEquals("x", Files.readString(folder.resolve("made")).strip());
        sync.cli.environment.put("TANDEM_TEST_AFTER_SCAN", "exit 7");
        Cli.Result failed = sync();
        assertEquals(1, failed.exitCode());
        assertTrue(failed.err().contains("exit code 7"), failed.err());
    }
}
