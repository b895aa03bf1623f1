package dev.tandem.backup.internal;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultPlan.Call;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** How one call goes wrong. */
enum ModelFault {
    FAILS(new Fault.Failure(new StorageException(StorageException.Kind.FAILED, "the disk died"))),
    LOSES_ITS_ANSWER(new Fault.LostAnswer(new StorageException(StorageException.Kind.FAILED, "the line is dead"))),
    BREAKS(new Fault.Broken(1, new StorageException(StorageException.Kind.FAILED, "the line broke"))),
    IS_TRUNCATED(new Fault.Truncated(20)),
    IS_CORRUPTED(new Fault.Corrupted()),
    IS_DELAYED(new Fault.Delay(Duration.ofMillis(30)));

    /** No process has it: numbers go up to 2²². */
    private static final long NO_PROCESS = 99_999_999;

    private final Fault fault;

    ModelFault(Fault fault) {
        this.fault = fault;
    }

    private static List<ModelFault> of(Call call) {
        return switch (call) {
            case LIST -> List.of(FAILS, BREAKS, IS_DELAYED);
            case READ -> List.of(FAILS, BREAKS, IS_TRUNCATED, IS_CORRUPTED, IS_DELAYED);
            case WRITE -> List.of(FAILS, LOSES_ITS_ANSWER, BREAKS, IS_TRUNCATED, IS_DELAYED);
            case MAKE, DELETE, RENAME -> List.of(FAILS, LOSES_ITS_ANSWER, IS_DELAYED);
            case STAT -> List.of(FAILS, IS_DELAYED);
        };
    }

    /** The ways to two repositories. */
    record Sessions(StorageSession here, StorageSession there) { }

    /** Counts the calls of a step. */
    record Counting(FaultyStorage here, FaultyStorage there) {
        Counting(MemoryStorage here, MemoryStorage there) {
            this(new FaultyStorage(here, FaultPlan.NONE, 1), new FaultyStorage(there, FaultPlan.NONE, 1));
        }

        Sessions sessions() {
            return new Sessions(here, there);
        }
    }

    /**
     * What goes wrong: one call to one of two repositories, or all calls to both from one on.
     *
     * @param step  in which step of a program
     * @param there whether it is a call to the second one
     * @param call  the kind of call, null where the program is killed
     * @param nth   the call
     * @param way   how it goes wrong, null where the program is killed
     */
    record Trouble(int step, boolean there, Call call, long nth, ModelFault way) {
        boolean kills() {
            return call == null;
        }

        Sessions sessions(StorageSession first, StorageSession second) {
            if (kills()) {
                Mortal mortal = Mortal.after(nth - 1, first);
                return new Sessions(mortal.session(), mortal.beside(second).session());
            }
            FaultPlan plan = FaultPlan.NONE.at(call, nth, way.fault);
            return new Sessions(new FaultyStorage(first, there ? FaultPlan.NONE : plan, nth),
                    new FaultyStorage(second, there ? plan : FaultPlan.NONE, nth));
        }

        /** Lets others at a repository whose locks were not given back: as those of a dead process, or removed. */
        void letGo(StorageSession session) throws IOException {
            if (kills() && nth % 2 == 0) {
                letHoldersDie(session);
                return;
            }
            try (Repository repository = TestStore.at(session).open()) {
                repository.unlock(true);
            }
        }

        private static void letHoldersDie(StorageSession session) throws IOException {
            Tampering files = new Tampering(session);
            try (Store store = Store.open(session, TestStore.PASSWORD.toCharArray())) {
                for (Id id : files.list(FileKind.LOCK)) {
                    JsonObject lock = JsonParser.parseString(new String(store.sealedFiles().load(FileKind.LOCK, id),
                            StandardCharsets.UTF_8)).getAsJsonObject();
                    lock.addProperty("pid", NO_PROCESS);
                    store.sealedFiles().save(FileKind.LOCK, lock.toString().getBytes(StandardCharsets.UTF_8));
                    files.delete(FileKind.LOCK, id);
                }
            }
        }

        @Override
        public String toString() {
            return "step " + step + ", " + (kills() ? "killed at call " + nth
                    : (there ? "there " : "") + call + " " + nth + " " + way);
        }
    }

    /** Returns what to let go wrong at each call of a step: it is killed there, or fails in one way or in each. */
    static List<Trouble> troubles(int step, Counting counted, Random random, boolean all) {
        List<Trouble> troubles = new ArrayList<>();
        long calls = 0;
        for (boolean there : List.of(false, true)) {
            for (Call call : Call.values()) {
                long count = (there ? counted.there : counted.here).count(call);
                calls += count;
                for (long nth = 1; nth <= count; nth++) {
                    List<ModelFault> ways = of(call);
                    Optional<ModelFault> one = all ? Optional.empty()
                            : Optional.of(ways.get(random.nextInt(ways.size())));
                    for (ModelFault way : one.map(List::of).orElse(ways)) {
                        troubles.add(new Trouble(step, there, call, nth, way));
                    }
                }
            }
        }
        for (long nth = 1; nth <= calls; nth++) {
            troubles.add(new Trouble(step, false, null, nth, null));
        }
        return troubles;
    }
}
