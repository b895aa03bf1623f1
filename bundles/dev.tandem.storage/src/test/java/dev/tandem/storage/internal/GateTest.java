package dev.tandem.storage.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultPlan.Call;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A clock that only goes on while somebody sleeps. */
class GateTest {
    private static final RemotePath PATH = new RemotePath("x");

    private long now = Long.MAX_VALUE - 5;
    private final List<Long> pauses = new ArrayList<>();
    private final Gate gate = new Gate(() -> now, (time, why) -> {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        pauses.add(time.toMillis());
        now += time.toNanos();
    });

    private ThrottledSession throttled(StorageException failure) {
        return new ThrottledSession(new FaultyStorage(new MemoryStorage(),
                FaultPlan.NONE.at(Call.STAT, 1, new Fault.Failure(failure)), 1), gate, Duration.ZERO);
    }

    private static StorageException asking(Duration pause) {
        return new StorageException(Kind.THROTTLED, "slow down", null, true, pause);
    }

    @Test
    void anOpenGateLetsEverybodyPass() throws Exception {
        gate.pass(Duration.ZERO);
        gate.pass(Duration.ZERO);
        assertEquals(List.of(), pauses);
    }

    @Test
    void everyCallWaitsForAsLongAsTheStorageAskedOneOfThem() throws Exception {
        var session = throttled(asking(Duration.ofSeconds(3)));
        assertThrows(StorageException.class, () -> session.stat(PATH));
        session.list(RemotePath.ROOT, info -> { });
        session.stat(PATH);
        assertEquals(List.of(3000L), pauses);
    }

    @Test
    void aStorageThatDoesNotSayHowLongGetsASecond() throws Exception {
        var session = throttled(asking(null));
        assertThrows(StorageException.class, () -> session.stat(PATH));
        session.stat(PATH);
        assertEquals(List.of(1000L), pauses);
    }

    @Test
    void nobodyElsesFailureClosesTheGate() throws Exception {
        var session = throttled(new StorageException(Kind.UNREACHABLE, "gone", null, true, Duration.ofSeconds(9)));
        assertThrows(StorageException.class, () -> session.stat(PATH));
        session.stat(PATH);
        assertEquals(List.of(), pauses);
    }

    @Test
    void theLongestPauseCountsAndNoneIsEndless() throws Exception {
        gate.close(Duration.ofSeconds(5));
        gate.close(Duration.ofSeconds(2));
        gate.pass(Duration.ZERO);
        gate.close(Duration.ofDays(400));
        gate.pass(Duration.ZERO);
        assertEquals(List.of(5000L, 300_000L), pauses);
    }

    @Test
    void callsAreKeptApart() throws Exception {
        for (int i = 0; i < 4; i++) {
            gate.pass(Duration.ofMillis(250));
        }
        assertEquals(List.of(250L, 250L, 250L), pauses);
    }

    @Test
    void whoIsInterruptedWhileWaitingFailsAndStaysInterrupted() {
        gate.close(Duration.ofSeconds(5));
        Thread.currentThread().interrupt();
        assertEquals(Kind.FAILED,
                assertThrows(StorageException.class, () -> gate.pass(Duration.ZERO)).kind());
        assertTrue(Thread.interrupted());
    }
}
