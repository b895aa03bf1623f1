package dev.tandem.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.cli.Cli;
import dev.tandem.cli.sync.FakeSynchronizer;
import dev.tandem.storage.Location;
import dev.tandem.sync.SyncPair;
import dev.tandem.sync.SyncReport;
import dev.tandem.sync.SyncReport.Counts;
import dev.tandem.sync.SyncRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UndoSyncTest {
    @TempDir
    Path folder;

    private final TimeZone zone = TimeZone.getDefault();
    private Cli cli;
    private FakeRepository repository;
    private FakeSynchronizer engine;

    @BeforeEach
    void install() throws IOException {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        Fakes fakes = new Fakes(folder);
        cli = fakes.cli;
        engine = fakes.synchronizer;
        repository = fakes.repository();
        repository.snapshot(1, "host", "/a");
        repository.retention.forgotten.addAll(repository.snapshots);
        Files.createDirectory(folder.resolve("left"));
        Files.createDirectory(folder.resolve("00000001"));
    }

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(zone);
    }

    private SyncPair pair(String left, String right) {
        return new SyncPair(Location.parse(folder.resolve(left).toString()),
                Location.parse(folder.resolve(right).toString()));
    }

    private void assertSyncUndone(String left, String right) {
        engine.undone = null;
        Cli.Result result = cli.run("undo", left, right);
        assertEquals(0, result.exitCode(), result.err());
        assertEquals(pair(left, right), engine.undone);
    }

    @Test
    void twoFoldersMeanTheirSync() throws IOException {
        Files.createDirectory(folder.resolve("right"));
        assertSyncUndone("left", "right");
        assertSyncUndone("left", "00000001");
        assertSyncUndone("./00000001", "left");
        assertSyncUndone("left", "/a/disk/that/is/not/there");
        Files.createDirectory(folder.resolve("a"));
        Files.createDirectory(folder.resolve("b"));
        assertSyncUndone("a", "b");
        assertNull(repository.retention.undone);
    }

    @Test
    void whatLooksLikeTwoIdsOfSnapshotsMeansSnapshots() throws IOException {
        Files.createDirectory(folder.resolve("00000002"));
        repository.snapshot(2, "host", "/a");
        repository.retention.forgotten.add(repository.snapshots.getLast());
        assertEquals(3, cli.run("undo", "00000001", "00000002").exitCode());
        assertEquals(Set.of(FakeRepository.id(1), FakeRepository.id(2)), repository.retention.undone);
        assertEquals(1, cli.run("undo", "a", "b").exitCode());
        assertEquals(1, cli.run("undo", "left").exitCode());
        assertEquals(1, cli.run("undo", "left", "nosuch").exitCode());
        assertNull(engine.undone);
    }

    @Test
    void aRunIsTakenBackByItsName() {
        engine.answer(new SyncReport(Optional.of("r9"), 1, 1, new Counts(0, 1, 0, 0, 0, 5),
                new Counts(1, 0, 2, 0, 0, 0), 0, 0, 1, 0));
        Cli.Result result = cli.run("undo", "left", "./right", "--run", "r7");
        assertEquals(3, result.exitCode());
        assertEquals(Optional.of("r7"), engine.undoneRun());
        assertEquals("""
                Left:      0 created,     1 updated,     0 deleted,     0 moved,     0 attributes, 5 B
                Right:     1 created,     0 updated,     2 deleted,     0 moved,     0 attributes, 0 B
                took back 4 changes in 0:00; 1 item stayed as changed since
                """, result.out());
        cli.run("undo", "left", "./right");
        assertEquals(Optional.empty(), engine.undoneRun());
    }

    @Test
    void runsAreListed() {
        Instant time = Instant.parse("2026-01-02T03:04:05Z");
        engine.hasRuns(List.of(new SyncRun("r3", time, 5, false, false), new SyncRun("r2", time, 1, true, false),
                new SyncRun("r1", time, 7, true, true)));
        assertEquals("""
                Run  Time                 Changes  State
                ----------------------------------------------
                r3   2026-01-02 03:04:05  5        interrupted
                r2   2026-01-02 03:04:05  1        done
                r1   2026-01-02 03:04:05  7        taken back
                ----------------------------------------------
                3 runs
                """, cli.run("undo", "--list", "left", "./right").out());
        assertEquals("{\"message_type\":\"run\",\"id\":\"r3\",\"time\":\"2026-01-02T03:04:05Z\",\"changes\":5,"
                + "\"finished\":false,\"undone\":false}",
                cli.run("undo", "--list", "left", "./right", "--json").outLines().getFirst());
        assertNull(engine.undone);
    }

    @Test
    void optionsOfOneAreNoneOfTheOther() {
        Cli.Result run = cli.run("undo", "00000001", "--run", "r7");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("tandem undo LEFT RIGHT --run r7"), run.err());
        assertEquals(2, cli.run("undo", "left", "./right", "--all").exitCode());
        assertEquals(2, cli.run("undo", "left", "./right", "--list", "--run", "r7").exitCode());
        assertNull(engine.undone);
        assertNull(repository.retention.undone);
    }
}
