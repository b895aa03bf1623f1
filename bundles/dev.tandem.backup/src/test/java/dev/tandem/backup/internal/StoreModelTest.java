package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Repository;
import dev.tandem.backup.internal.ModelFault.Trouble;
import dev.tandem.backup.internal.ModelStep.Deed;
import dev.tandem.backup.internal.ModelStep.Turn;
import dev.tandem.backup.internal.StoreModel.Known;
import dev.tandem.backup.internal.StoreModel.Promise;
import dev.tandem.backup.internal.store.LockFiles;
import dev.tandem.tck.FaultPlan.Call;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs made-up programs of operations over a storage of which each call goes wrong once. Whatever goes wrong, all
 * that is referred to is there, and every snapshot that was saved and not forgotten restores byte for byte. A program
 * that fails runs again with {@code -Dtandem.seed=}, as the failure says; {@code -Dtandem.programs=} runs more of them,
 * and {@code -Dtandem.faults=all} makes each call go wrong in every way, not only in one and by a kill.
 */
class StoreModelTest {
    /** Two backups, then one is forgotten and pruned away. */
    private static final long SEED = Long.getLong("tandem.seed", 257);
    private static final int PROGRAMS = Integer.getInteger("tandem.programs", 1);
    private static final int STEPS = Integer.getInteger("tandem.steps", 4);
    private static final boolean ALL_FAULTS = "all".equals(System.getProperty("tandem.faults"));
    private static final int SAMPLES = 10;
    /** Most wait for their locks to settle, but each backup takes tens of megabytes. */
    private static final int AT_ONCE = 10;

    /** Says of each lock of a killed program that it is removed; held, or its level would be forgotten. */
    private static final Logger LOCKS = Logger.getLogger(LockFiles.class.getName());

    @TempDir
    Path folder;

    @BeforeAll
    static void quieten() {
        LOCKS.setLevel(Level.WARNING);
    }

    /** Two repositories and what is in them. */
    private record World(MemoryStorage here, MemoryStorage there, Known known, Known copies) {
        static World create() throws IOException {
            World world = new World(new MemoryStorage(), new MemoryStorage(), null, null);
            TestStore.create(world.here);
            TestStore.create(world.there);
            return world.observed();
        }

        World observed() throws IOException {
            return new World(here, there, RepositoryWalk.walk(here), RepositoryWalk.walk(there));
        }

        World copy() {
            return new World(here.copy(), there.copy(), known, copies);
        }
    }

    /** Operations, and what there is to be backed up when each of them runs. */
    private record Program(long seed, List<ModelStep> steps, List<FilesInMemory> files) {
        static Program of(long seed) {
            Random random = new Random(seed);
            List<ModelStep> steps = new ArrayList<>(List.of(ModelStep.BACKUP, ModelStep.BACKUP));
            while (steps.size() < STEPS) {
                boolean common = random.nextInt(3) == 0;
                steps.add(common ? List.of(ModelStep.BACKUP, ModelStep.FORGET, ModelStep.PRUNE).get(random.nextInt(3))
                        : ModelStep.values()[random.nextInt(ModelStep.values().length)]);
            }
            List<FilesInMemory> files = new ArrayList<>(List.of(FilesInMemory.first(random)));
            for (int i = 1; i < STEPS; i++) {
                files.add(files.getLast().changed(random));
            }
            return new Program(seed, steps, files);
        }

        Turn turn(int number) {
            return new Turn(number, files.get(number), new Random(seed + number));
        }
    }

    @Test
    void whateverGoesWrongEverySavedSnapshotRestores() throws Exception {
        List<String> failures = new ArrayList<>();
        for (long seed = SEED; seed < SEED + PROGRAMS; seed++) {
            Program program = Program.of(seed);
            long start = System.nanoTime();
            int replays = replay(program, failures);
            System.out.println("seed " + seed + ": " + replays + " replays of " + program.steps + " in "
                    + (System.nanoTime() - start) / 1_000_000_000 + " s, " + failures.size() + " failures");
        }
        assertEquals(List.of(), failures);
    }

    private int replay(Program program, List<String> failures) throws Exception {
        List<World> worlds = new ArrayList<>(List.of(World.create()));
        List<Trouble> troubles = new ArrayList<>();
        for (int number = 0; number < program.steps.size(); number++) {
            World world = worlds.getLast().copy();
            ModelFault.Counting counting = new ModelFault.Counting(world.here, world.there);
            worlds.add(run(program, number, world, counting.sessions(), true));
            troubles.addAll(ModelFault.troubles(number, counting, new Random(program.seed), ALL_FAULTS));
        }
        try (ExecutorService some = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> runs = new ArrayList<>();
            for (Trouble trouble : troubles) {
                boolean sample = runs.size() % Math.max(1, troubles.size() / SAMPLES) == 0;
                runs.add(some.submit(() -> {
                    assertUnharmed(program, worlds.get(trouble.step()).copy(), trouble, sample);
                    return null;
                }));
            }
            for (int i = 0; i < runs.size(); i++) {
                String what = "-Dtandem.seed=" + program.seed + ": " + program.steps + ": " + troubles.get(i);
                try {
                    runs.get(i).get();
                } catch (ExecutionException e) {
                    failures.add(what + ": " + e.getCause());
                    System.out.println(what);
                    e.getCause().printStackTrace(System.out);
                }
            }
        }
        return troubles.size();
    }

    /** Goes on from where a program was when the trouble came. */
    private void assertUnharmed(Program program, World world, Trouble trouble, boolean sample) throws IOException {
        World now = run(program, trouble.step(), world, trouble.sessions(world.here, world.there), false);
        assertLocksWereGivenBack(trouble, now);
        trouble.letGo(now.here);
        trouble.letGo(now.there);
        assertSound(now);
        for (int number = trouble.step() + 1; number < program.steps.size(); number++) {
            now = run(program, number, now, new ModelFault.Sessions(now.here, now.there), true);
        }
        assertSound(now);
        if (sample) {
            ModelChecks.assertResticIsContent(now.here, folder);
        }
    }

    /** Runs a step; whether it fails or not, it may only have done what is its business. */
    private static World run(Program program, int number, World before, ModelFault.Sessions sessions, boolean mustWork)
            throws IOException {
        Turn turn = program.turn(number);
        Deed deed = program.steps.get(number).plan(turn, before.known);
        Optional<Promise> promise = Optional.empty();
        TestStore store = TestStore.at(sessions.here()).seeing(turn.files());
        try (Repository repository = store.open()) {
            promise = Optional.of(deed.work().run(repository, TestStore.at(sessions.there())));
        } catch (IOException e) {
            if (mustWork) {
                throw new AssertionError("step " + number + ", " + program.steps.get(number), e);
            }
            assertTrue(e.getMessage().length() > 10, e.toString());
        }
        World after = before.observed();
        StoreModel.assertAllowed(before.known, deed.here(), after.known);
        StoreModel.assertAllowed(before.copies, deed.there(), after.copies);
        promise.ifPresent(kept -> StoreModel.assertKept(kept, after.known, after.copies));
        return after;
    }

    private static void assertLocksWereGivenBack(Trouble trouble, World world) throws IOException {
        if (trouble.call() != Call.DELETE && !trouble.kills()) {
            assertEquals(List.of(), new Tampering(world.here).list(FileKind.LOCK), "locks");
            assertEquals(List.of(), new Tampering(world.there).list(FileKind.LOCK), "locks");
        }
    }

    private void assertSound(World world) throws IOException {
        ModelChecks.assertSound(world.here, world.known, folder);
        ModelChecks.assertSound(world.there, world.copies, folder);
    }
}
