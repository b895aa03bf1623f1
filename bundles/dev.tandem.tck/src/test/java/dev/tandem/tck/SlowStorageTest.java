package dev.tandem.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.rules.Scale;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The contract, held by a slow storage, and how slow it is. */
class SlowStorageTest extends StorageContract {
    private static final Duration LATENCY = Duration.ofMillis(20);
    private static final RemotePath PATH = new RemotePath("object");

    private final Map<String, MemoryStorage> storages = new ConcurrentHashMap<>();

    @Override
    protected Scale scale() {
        return Scale.TEST.withChildren(500);
    }

    @Override
    protected StorageSession open(String place) {
        return new SlowStorage(storages.computeIfAbsent(place, name -> new MemoryStorage()), Duration.ZERO);
    }

    private interface Call {
        void run() throws Exception;
    }

    private static void takes(int latencies, Call call) throws Exception {
        long start = System.nanoTime();
        call.run();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(LATENCY.multipliedBy(latencies)) >= 0, took::toString);
    }

    @Test
    void everyCallWaits() throws Exception {
        var slow = new SlowStorage(new MemoryStorage(), LATENCY);
        takes(1, () -> slow.write(PATH, Content.of(new byte[3 << 20]), WriteOptions.OVERWRITE));
        takes(1, () -> slow.stat(PATH));
        takes(1, () -> slow.list(RemotePath.ROOT, info -> { }));
        takes(1, () -> slow.rename(PATH, new RemotePath("other"), false));
        takes(1, () -> slow.delete(PATH));
    }

    @Test
    void aStreamWaitsBeforeEachMebibyte() throws Exception {
        var slow = new SlowStorage(new MemoryStorage(), LATENCY);
        slow.write(PATH, Content.of(new byte[3 << 20]), WriteOptions.OVERWRITE);
        takes(4, () -> {
            try (var in = slow.read(PATH, 0, -1)) {
                assertEquals(3 << 20, in.readAllBytes().length);
            }
        });
    }

    @Test
    void anInterruptedWaitEndsTheCall() {
        var slow = new SlowStorage(new MemoryStorage(), Duration.ofDays(1));
        Thread.currentThread().interrupt();
        StorageException failure = assertThrows(StorageException.class, () -> slow.stat(PATH));
        assertTrue(Thread.interrupted(), "the interruption was lost");
        assertEquals(StorageException.Kind.FAILED, failure.kind());
    }
}
