package dev.tandem.sync.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawPath;
import dev.tandem.sync.SyncRules;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.replica.Faults.Failure;
import dev.tandem.sync.internal.replica.Faults.Moment;
import dev.tandem.sync.internal.version.RunLogs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to nobody for years, and then to somebody. Simulations found it. */
class RareStoriesTest {
    private static final RawPath A = RawPath.of("a");
    private static final RawPath B = RawPath.of("b");
    private static final int SECOND = 1_000_000_000;

    @TempDir
    Path folder;

    private MemoryStage stage;
    private Edge edge;
    private Simulation simulation;

    @BeforeEach
    void inStep() throws IOException {
        begin();
    }

    private void begin() throws IOException {
        begin(false);
    }

    /** @param losing whether power fails where something is killed */
    private void begin(boolean losing) throws IOException {
        Path here = Files.createTempDirectory(folder, "story");
        stage = MemoryStage.plain(losing, here);
        edge = new Edge(stage.sites().getFirst(), stage.sites().getLast(), here, stage.faults());
        Random random = new Random(1);
        simulation = new Simulation(stage.sites(), List.of(edge), random, stage.faults(),
                new Person(random, stage::now, true, true), stage.workshop());
        write(edge.left, A, "one");
        write(edge.left, B, "two");
        sync();
    }

    private void write(Site site, RawPath path, String text) throws IOException {
        simulation.ledger.during(site, () -> {
            site.editor().write(path, text.getBytes(StandardCharsets.UTF_8));
            return "";
        });
    }

    private void sync() throws IOException {
        stage.later(10L * SECOND);
        simulation.sync(edge, SyncRules.USUAL);
    }

    private static int permissions(Site site, RawPath path) throws IOException {
        return ((Item.Present) site.replica().look(path)).attributes().permissions();
    }

    private static long modified(Site site, RawPath path) throws IOException {
        return ((Item.Present) site.replica().look(path)).attributes().modified();
    }

    @Test
    void anEditThatHidItselfIsSeenAlsoWhereTheFileWasRenamedThen() throws IOException {
        long time = modified(edge.left, A);
        write(edge.left, A, "ONE");
        edge.left.editor().touch(A, time);
        edge.left.editor().rename(A, RawPath.of("c"));
        sync();
        assertEquals("ONE", edge.right.tree().get(RawPath.of("c")));
    }

    @Test
    void runsOfOneSecondHaveNamesInTheirOrder() throws IOException {
        RunLogs logs = new RunLogs(folder.resolve("logs"));
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        for (int i = 0; i < 20; i++) {
            String run = logs.begin("left", "right", now.plusMillis(i), Optional.empty()).run();
            Files.createDirectories(folder.resolve("logs"));
            Files.createFile(folder.resolve("logs").resolve(run + ".log"));
            assertEquals(run, logs.names().getFirst());
        }
        assertEquals(logs.names().stream().sorted(Comparator.reverseOrder()).toList(), logs.names());
    }

    @Test
    void aLogThatLostEvenItsFirstLineIsARunWithoutChanges() throws IOException {
        write(edge.left, A, "changed");
        stage.faults().killAt(30, Moment.BEFORE);
        simulation.run(edge, SyncRules.USUAL, Optional.empty());
        assertTrue(stage.faults().isDead());
        Path log = newestLog();
        Files.write(log, new byte[0]);
        simulation.restart();
        sync();
        write(edge.left, B, "changed, too");
        sync();
        simulation.undo(edge);
        assertEquals("two", edge.right.tree().get(B));
    }

    private Path newestLog() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".log")).max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    /** A way a run goes wrong at a call. */
    private interface Trouble {
        void at(long call);
    }

    /** Lets a run go wrong at a call, and the next one put it right; tells whether it had so many. */
    private boolean strikes(long call, Trouble trouble) throws IOException {
        stage.later(10L * SECOND);
        long before = stage.faults().calls();
        trouble.at(call);
        simulation.run(edge, SyncRules.USUAL, Optional.empty());
        boolean struck = stage.faults().calls() > before + call;
        edge.failPower(new Random(call));
        simulation.restart();
        sync();
        return struck;
    }

    @Test
    void attributesThatEachSideGivesTheOtherComeThroughAnyFailure() throws IOException {
        boolean struck = true;
        for (int call = 0; struck; call++) {
            begin();
            edge.left.editor().chmod(A, 0600);
            edge.right.editor().touch(A, stage.now() - SECOND);
            long time = modified(edge.right, A);
            struck = strikes(call, n -> stage.faults().failAt(n, Failure.DENIED));
            for (Site site : stage.sites()) {
                assertEquals(0600, permissions(site, A), "after call " + call);
                assertEquals(time, modified(site, A), "after call " + call);
            }
        }
    }

    @Test
    void newContentWithAttributesOfTheOtherSideComesThroughAnyInterruption() throws IOException {
        boolean struck = true;
        for (int call = 0; struck; call++) {
            begin();
            write(edge.left, A, "one more");
            edge.right.editor().chmod(A, 0600);
            struck = strikes(call, n -> stage.faults().killAt(n, Moment.BEFORE));
            for (Site site : stage.sites()) {
                assertEquals(0600, permissions(site, A), "after call " + call);
                assertEquals("one more", site.tree().get(A), "after call " + call);
            }
        }
    }

    @Test
    void whatMadeRoomIsNotTakenForDeletedWherePowerFailed() throws IOException {
        RawPath inside = RawPath.of("folder/file");
        boolean struck = true;
        for (int call = 0; struck; call++) {
            begin(true);
            edge.left.editor().mkdir(RawPath.of("folder"));
            write(edge.left, inside, "inside");
            sync();
            edge.right.editor().delete(RawPath.of("folder"));
            write(edge.right, RawPath.of("folder"), "a file now");
            edge.left.replica().flush();
            edge.right.replica().flush();
            struck = strikes(call, n -> stage.faults().killAt(n, Moment.AFTER));
            assertEquals(List.of(), simulation.differences());
            assertEquals("{a=one, b=two, folder=a file now}", edge.left.tree().toString(), "after call " + call);
        }
    }

    @Test
    void aFileThatCameInPlaceOfAnotherWhileAttributesWereSetDoesNotStayDifferent() throws IOException {
        edge.left.editor().chmod(A, 0600);
        stage.later(10L * SECOND);
        simulation.run(edge, SyncRules.USUAL, Optional.of(() -> swap(edge.left)));
        sync();
        assertEquals(List.of(), simulation.differences());
    }

    private void swap(Site site) {
        try {
            RawPath beside = RawPath.of("beside");
            site.editor().rename(A, beside);
            site.editor().rename(B, A);
            site.editor().rename(beside, B);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFileThatWasRenamedAndGotAnotherTimeIsTakenBack() throws IOException {
        long time = modified(edge.right, A);
        edge.left.editor().touch(A, time - SECOND);
        edge.left.editor().rename(A, RawPath.of("c"));
        sync();
        assertEquals(0, simulation.undo(edge).skipped());
        assertEquals("one", edge.right.tree().get(A));
        assertEquals(time, modified(edge.right, A));
    }
}
