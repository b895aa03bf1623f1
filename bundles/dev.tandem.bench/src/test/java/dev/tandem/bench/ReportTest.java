package dev.tandem.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.bench.Peer.Kind;
import dev.tandem.bench.Results.Moves;
import dev.tandem.bench.Results.Sample;
import dev.tandem.bench.Results.Task;
import dev.tandem.bench.Scenario.Step;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {
    private static final Peer TANDEM = new Peer(Kind.TANDEM, "tandem 1.0", Path.of("tandem"), Path.of("data"));
    private static final Peer RESTIC = new Peer(Kind.RESTIC, "restic 0.18.0", Path.of("restic"), Path.of("cache"));

    private static Sample sample(Peer peer, Step step, double wall) {
        return new Sample(new Task(Scenario.TREE, step, peer), new Cost(wall, 1, 1 << 20, 1 << 20));
    }

    private static final Results RESULTS = new Results(List.of(
            sample(RESTIC, Step.FIRST, 8), sample(TANDEM, Step.FIRST, 2), sample(TANDEM, Step.FIRST, 6),
            sample(RESTIC, Step.UNCHANGED, 3), sample(TANDEM, Step.UNCHANGED, 2),
            sample(TANDEM, Step.RESTORE, 2)), Optional.of(RESTIC), List.of(), List.of("a \"quoted\" problem"));

    @Test
    void theTableHasMediansWithTheirRatios() {
        String text = String.join("\n", Report.text(RESULTS));
        assertTrue(text.contains("  tandem 1.0                4.00   2.00     1.00   (1.00)"), text);
        assertTrue(text.contains("  restic 0.18.0             8.00   1.00     1.00   (1.00)"), text);
    }

    @Test
    void goalsAreJudgedWhereThereIsAReference() {
        assertEquals(List.of(
                "reached a real tree, first backup: speed 2.00, at least 1.50 wanted",
                "reached a real tree, first backup: size 1.00, at most 1.02 wanted",
                "MISSED  a real tree, unchanged backup: speed 1.50, at least 2.00 wanted",
                "PROBLEM a \"quoted\" problem"),
                Report.text(RESULTS).stream().filter(line -> line.matches("(reached|MISSED|PROBLEM) .*")).toList());
    }

    @Test
    void onAStoreEveryStepIsToBeAsFastInAGibibyte() {
        Results results = new Results(List.of(stored(RESTIC, 3, 100), stored(TANDEM, 2, 2048)), Optional.of(RESTIC), List.of(), List.of());
        assertEquals(List.of(
                "reached a store of 50 snapshots, prune: speed 1.50, at least 1.00 wanted",
                "MISSED  a store of 50 snapshots, prune: MiB of memory 2048.00, at most 1024.00 wanted"),
                Report.text(results).stream().filter(line -> line.matches("(reached|MISSED) .*")).toList());
    }

    private static Sample stored(Peer peer, double wall, long mebibytes) {
        return new Sample(new Task(Scenario.STORE, Step.PRUNE, peer), new Cost(wall, 1, mebibytes << 20, 1));
    }

    @Test
    void syncsAreComparedWithTheFasterOfUnisonAndBisync() {
        Results results = new Results(List.of(
                synced(Kind.TANDEM, Scenario.SYNC, Step.SYNC_RENAMED, 2, 600), synced(Kind.UNISON, Scenario.SYNC, Step.SYNC_RENAMED, 6, 700),
                synced(Kind.BISYNC, Scenario.SYNC, Step.SYNC_RENAMED, 3, 100), synced(Kind.RSYNC, Scenario.SYNC, Step.SYNC_RENAMED, 1, 10)),
                Optional.empty(), List.of(moves(Kind.TANDEM, 299), moves(Kind.RSYNC, 0)), List.of());
        assertEquals(List.of(
                "MISSED  two folders of many files, a large folder renamed: speed 1.50, at least 2.00 wanted",
                "reached two folders of many files, a large folder renamed: MiB of memory 600.00, at most 700.00 wanted",
                "MISSED  two folders of many files, a large folder renamed: TANDEM kept 299 of 300 files instead of copying them",
                "note    two folders of many files, a large folder renamed: RSYNC kept 0 of 300 files instead of copying them"),
                Report.text(results).stream().filter(line -> line.matches("(reached|MISSED|note) .*")).toList());
        assertTrue(Report.json(results).contains("{\"message_type\":\"moves\",\"scenario\":\"sync\",\"step\":\"sync_renamed\","
                + "\"program\":\"TANDEM\",\"moved\":299,\"files\":300}"), Report.json(results).toString());
    }

    @Test
    void toFindNothingAmongVeryManyFilesMayTakeAsLongAsItTakesUnison() {
        Results results = new Results(List.of(
                synced(Kind.TANDEM, Scenario.SYNC_LARGE, Step.SYNC_NOTHING, 5, 513), synced(Kind.UNISON, Scenario.SYNC_LARGE, Step.SYNC_NOTHING, 5, 90),
                synced(Kind.BISYNC, Scenario.SYNC_LARGE, Step.SYNC_NOTHING, 2, 90)), Optional.empty(), List.of(), List.of());
        assertEquals(List.of(
                "reached two folders of very many files, sync without a change: speed of unison 1.00, at least 1.00 wanted",
                "MISSED  two folders of very many files, sync without a change: MiB of memory 513.00, at most 512.00 wanted"),
                Report.text(results).stream().filter(line -> line.matches("(reached|MISSED) .*")).toList());
    }

    private static Peer syncing(Kind kind) {
        return new Peer(kind, kind.name(), Path.of(kind.name()), Path.of("data"));
    }

    private static Sample synced(Kind kind, Scenario scenario, Step step, double wall, long mebibytes) {
        return new Sample(new Task(scenario, step, syncing(kind)), new Cost(wall, 1, mebibytes << 20, 1));
    }

    private static Moves moves(Kind kind, long moved) {
        return new Moves(new Task(Scenario.SYNC, Step.SYNC_RENAMED, syncing(kind)), moved, 300);
    }

    @Test
    void jsonIsOneObjectALineAndTellsTheProblemsLast() {
        List<String> lines = Report.json(RESULTS);
        assertEquals(6, lines.size());
        assertTrue(lines.get(1).startsWith("{\"message_type\":\"result\",\"scenario\":\"tree\",\"step\":\"first\","
                + "\"program\":\"tandem 1.0\",\"wall_seconds\":4.0000,"), lines.get(1));
        assertTrue(lines.get(1).endsWith("\"wall_seconds_of_rounds\":[2.0000,6.0000]}"), lines.get(1));
        assertTrue(lines.getLast().contains("\"problems\":[\"a \\u0022quoted\\u0022 problem\"]"), lines.getLast());
    }

    @Test
    void whatJsonCannotSayIsNullOrEscaped() {
        assertEquals("{\"a\":null,\"b\":\"\\u000a\\u005cé\"}", Report.json(new TreeMap<>(
                Map.of("a", Double.POSITIVE_INFINITY, "b", "\n\\é"))));
    }

    @Test
    void aVersionIsFoundInAnyAnswer() {
        assertEquals(Optional.of(Version.parse("0.18.0")), Programs.versionIn("restic 0.18.0 compiled with go1.24.4"));
        assertEquals(Optional.of(Version.parse("1.2.4")), Programs.versionIn("borg 1.2.4"));
        assertEquals(Optional.empty(), Programs.versionIn("restic (unknown version)"));
    }

    @Test
    void programsAreFoundOnThePathEachVersionOnceAndTheNewestResticFirst(@TempDir Path folder) throws Exception {
        program(folder, "restic", "restic 0.9.6");
        program(folder, "restic-0.18", "restic 0.18.0");
        program(folder, "restic-0.18.0", "restic 0.18.0");
        program(folder, "restic-notes", "restic 7.0");
        Options options = Options.parse(List.of("--tandem", program(folder, "tandem", "Tandem 0.1.0-SNAPSHOT").toString()));
        assertEquals(List.of("tandem 0.1.0", "restic 0.18.0", "restic 0.9.6"),
                Programs.find(options, "/none:" + folder).stream().map(Peer::name).toList());
    }

    @Test
    void forSyncsOnlyProgramsThatSyncAreFound(@TempDir Path folder) throws Exception {
        program(folder, "restic", "restic 0.9.6");
        program(folder, "rclone", "rclone v1.60.1-DEV");
        program(folder, "unison", "unison version 2.52.1 (ocaml 4.13.1)");
        program(folder, "rsync", "rsync  version 3.2.7  protocol version 31");
        Options options = Options.parse(List.of("--only", "sync,sync-large", "--tandem",
                program(folder, "tandem", "Tandem 0.1.0").toString()));
        assertEquals(List.of("tandem 0.1.0", "unison 2.52.1", "rclone bisync 1.60.1", "rsync 3.2.7"),
                Programs.find(options, folder.toString()).stream().map(Peer::name).toList());
    }

    private static Path program(Path folder, String name, String answer) throws Exception {
        Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\necho '" + answer + "'\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void theCommandLineIsUnderstood() {
        Options options = Options.parse(List.of("--restic", "/a", "/b", "--only", "big,tree", "--rounds", "5",
                "--sizes", "small", "--work", "/w", "--tandem", "/t", "--json"));
        assertEquals(new Options(Path.of("/w"), Path.of("/t"), List.of(Path.of("/a"), Path.of("/b")),
                Options.Sizes.SMALL, 5, EnumSet.of(Scenario.TREE, Scenario.BIG), true), options);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--work", "--rounds 0", "--rounds x", "--sizes huge", "--only tree,moon", "--fast", "--restic --json"})
    void aCommandLineThatCannotBeMeantIsRefused(String line) {
        assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of(line.split(" "))));
    }
}
