package dev.tandem.tck;

import static dev.tandem.tck.StorageFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Rules 1 and 2 under several threads and sessions. */
interface ConcurrencyRules extends StorageFixture {
    int THREADS = 8;

    /** Runs the tasks at the same time and returns their results. */
    private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        var start = new CountDownLatch(1);
        List<Future<T>> futures = new ArrayList<>();
        List<T> results = new ArrayList<>();
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (Callable<T> task : tasks) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            start.countDown();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a thread failed", e.getCause());
        }
        return results;
    }

    @Test
    default void ofRacingWritersOfANewObjectExactlyOneWins() throws Exception {
        assumePromised(Capability.IF_ABSENT_WRITE);
        for (int round = 0; round < 20; round++) {
            var path = new RemotePath("race/o" + round);
            List<Callable<Integer>> writers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int writer = i;
                writers.add(() -> {
                    try (StorageSession mine = another()) {
                        mine.write(path, Content.of(bytes(writer, 3000)), NEW);
                        return writer;
                    } catch (StorageException e) {
                        assertEquals(Kind.EXISTS, e.kind(), e::getMessage);
                        return -1;
                    }
                });
            }
            List<Integer> winners = together(writers).stream().filter(writer -> writer >= 0).toList();
            assertEquals(1, winners.size(), "winners " + winners);
            assertHolds(path.value(), bytes(winners.getFirst(), 3000));
        }
        assertEquals(20, names("race").size());
    }

    @Test
    default void rule2AReaderNeverSeesPartOfAnOverwrite() throws Exception {
        assumePromised(Capability.ATOMIC_WRITE);
        put("object", uniform(0));
        var done = new AtomicBoolean();
        List<Callable<Integer>> tasks = new ArrayList<>();
        tasks.add(() -> {
            try (StorageSession mine = another()) {
                for (int i = 1; i <= 100; i++) {
                    mine.write(new RemotePath("object"), Content.of(uniform(i)), WriteOptions.OVERWRITE);
                }
                return 0;
            } finally {
                done.set(true);
            }
        });
        for (int i = 0; i < 3; i++) {
            tasks.add(() -> readUniform(done));
        }
        together(tasks);
    }

    private int readUniform(AtomicBoolean done) throws Exception {
        int reads = 0;
        try (StorageSession mine = another()) {
            while (!done.get()) {
                try (var in = mine.read(new RemotePath("object"), 0, -1)) {
                    byte[] read = in.readAllBytes();
                    assertTrue(read.length > 0, "an empty object");
                    assertArrayEquals(uniform(read[0]), read);
                    reads++;
                }
            }
        }
        return reads;
    }

    private static byte[] uniform(int value) {
        byte[] bytes = new byte[20_000 + 100 * value];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    default void aConcurrentSessionServesManyThreads() throws Exception {
        assumePromised(Capability.CONCURRENT);
        List<Callable<Set<String>>> workers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int worker = i;
            workers.add(() -> work(worker));
        }
        Set<String> expected = new TreeSet<>();
        together(workers).forEach(expected::addAll);
        Set<String> found = new TreeSet<>();
        for (String directory : names("")) {
            found.addAll(names(directory));
        }
        assertEquals(expected, found);
    }

    private Set<String> work(int worker) throws Exception {
        Set<String> kept = new TreeSet<>();
        for (int i = 0; i < 40; i++) {
            // Directories are shared between the threads, so that they are made in a race.
            String path = "d" + i % 5 + "/w" + worker + "-" + i;
            put(path, bytes(i, 100 * i));
            assertHolds(path, bytes(i, 100 * i));
            if (i % 3 == 0) {
                session().delete(new RemotePath(path));
                assertAbsent(path);
            } else {
                kept.add(path);
            }
        }
        return kept;
    }
}
