package dev.tandem.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.FaultPlan.Call;
import dev.tandem.tck.rules.Scale;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class FaultyStorageTest extends StorageContract {
    private static final RemotePath PATH = new RemotePath("object");
    private static final StorageException ERROR =
            new StorageException(StorageException.Kind.UNREACHABLE, "planned", null, true, null);

    private final MemoryStorage memory = new MemoryStorage();
    private final Map<String, MemoryStorage> places = new ConcurrentHashMap<>();

    @Override
    protected Scale scale() {
        return Scale.TEST.withChildren(500);
    }

    @Override
    protected StorageSession open(String place) {
        return new FaultyStorage(places.computeIfAbsent(place, name -> new MemoryStorage()), FaultPlan.NONE, 0);
    }

    private FaultyStorage faulty(FaultPlan plan) {
        return new FaultyStorage(memory, plan, 42);
    }

    private void store(byte[] bytes) throws StorageException {
        memory.write(PATH, Content.of(bytes), WriteOptions.OVERWRITE);
    }

    private static byte[] all(StorageSession session) throws IOException {
        try (var in = session.read(PATH, 0, -1)) {
            return in.readAllBytes();
        }
    }

    @Test
    void onlyThePlannedCallFails() throws Exception {
        store(new byte[10]);
        var storage = faulty(FaultPlan.NONE.at(Call.STAT, 2, new Fault.Failure(ERROR)));
        assertTrue(storage.stat(PATH).isPresent());
        assertSame(ERROR, assertThrows(StorageException.class, () -> storage.stat(PATH)));
        assertTrue(storage.stat(PATH).isPresent());
        assertEquals(3, storage.count(Call.STAT));
        assertEquals(0, storage.count(Call.READ));
    }

    @Test
    void aStorageThatDiedStaysDead() throws Exception {
        var storage = faulty(FaultPlan.NONE.from(Call.WRITE, 2, new Fault.Failure(ERROR)));
        storage.write(PATH, Content.of(new byte[1]), WriteOptions.OVERWRITE);
        for (int i = 0; i < 3; i++) {
            assertThrows(StorageException.class,
                    () -> storage.write(new RemotePath("other"), Content.of(new byte[1]), WriteOptions.OVERWRITE));
        }
        assertTrue(memory.stat(new RemotePath("other")).isEmpty());
    }

    @Test
    void aWriteWhoseAnswerIsLostTookEffect() throws Exception {
        var storage = faulty(FaultPlan.NONE.at(Call.WRITE, 1, new Fault.LostAnswer(ERROR)));
        assertThrows(StorageException.class,
                () -> storage.write(PATH, Content.of(new byte[5]), WriteOptions.OVERWRITE));
        assertEquals(5, memory.stat(PATH).orElseThrow().size());
    }

    @Test
    void aBrokenReadYieldsItsFirstBytesAndThenFails() throws Exception {
        store(new byte[100]);
        var storage = faulty(FaultPlan.NONE.at(Call.READ, 1, new Fault.Broken(60, ERROR)));
        try (var in = storage.read(PATH, 0, -1)) {
            assertEquals(60, in.readNBytes(60).length);
            assertSame(ERROR, assertThrows(StorageException.class, in::read));
        }
        assertEquals(100, all(storage).length);
    }

    @Test
    void aBrokenWriteStoresNothing() throws Exception {
        var storage = faulty(FaultPlan.NONE.at(Call.WRITE, 1, new Fault.Broken(60, ERROR)));
        assertThrows(StorageException.class,
                () -> storage.write(PATH, Content.of(new byte[100]), WriteOptions.OVERWRITE));
        assertTrue(memory.stat(PATH).isEmpty());
    }

    @Test
    void aBrokenListingTellsOfSomeEntriesAndThenFails() throws Exception {
        for (int i = 0; i < 5; i++) {
            memory.write(new RemotePath("o" + i), Content.of(new byte[1]), WriteOptions.OVERWRITE);
        }
        var storage = faulty(FaultPlan.NONE.at(Call.LIST, 1, new Fault.Broken(2, ERROR)));
        List<ObjectInfo> told = new ArrayList<>();
        assertThrows(StorageException.class, () -> storage.list(RemotePath.ROOT, told::add));
        assertEquals(2, told.size());
    }

    @Test
    void truncationIsSilent() throws Exception {
        store(new byte[100]);
        var storage = faulty(FaultPlan.NONE.at(Call.READ, 1, new Fault.Truncated(30))
                .at(Call.WRITE, 1, new Fault.Truncated(20)));
        assertEquals(30, all(storage).length);
        assertEquals(50, storage.write(PATH, Content.of(new byte[50]), WriteOptions.OVERWRITE).size());
        assertEquals(20, memory.stat(PATH).orElseThrow().size());
    }

    @Test
    void corruptionFlipsOneBitAtAPlaceOfTheSeed() throws Exception {
        byte[] original = new byte[1000];
        store(original);
        var plan = FaultPlan.NONE.at(Call.READ, 1, new Fault.Corrupted());
        byte[] first = all(faulty(plan));
        byte[] second = all(faulty(plan));
        assertFalse(Arrays.equals(original, first));
        assertArrayEquals(first, second);
        int differences = 0;
        for (byte b : first) {
            differences += Integer.bitCount(b & 0xff);
        }
        assertEquals(1, differences);
        faulty(FaultPlan.NONE.at(Call.WRITE, 1, new Fault.Corrupted()))
                .write(PATH, Content.of(original), WriteOptions.OVERWRITE);
        assertFalse(Arrays.equals(original, all(memory)));
    }

    @Test
    void theSameSeedFailsTheSameCalls() throws Exception {
        store(new byte[1]);
        List<Integer> first = failing(faulty(FaultPlan.NONE.some(Call.STAT, 0.3, new Fault.Failure(ERROR))));
        List<Integer> second = failing(faulty(FaultPlan.NONE.some(Call.STAT, 0.3, new Fault.Failure(ERROR))));
        assertEquals(first, second);
        assertTrue(first.size() > 10 && first.size() < 60, first::toString);
    }

    private static List<Integer> failing(StorageSession storage) {
        List<Integer> failing = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            try {
                storage.stat(PATH);
            } catch (StorageException e) {
                failing.add(i);
            }
        }
        return failing;
    }

    @Test
    void aDelayedCallStillWorks() throws Exception {
        store(new byte[7]);
        var storage = faulty(FaultPlan.NONE.on(Call.STAT, "obj", new Fault.Delay(Duration.ofMillis(20))));
        long start = System.nanoTime();
        assertEquals(7, storage.stat(PATH).orElseThrow().size());
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(20).toNanos());
    }
}
