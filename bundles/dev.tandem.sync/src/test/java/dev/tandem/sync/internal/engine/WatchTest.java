package dev.tandem.sync.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.job.JobMonitor;
import dev.tandem.sync.SyncReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watched folders follow each other. */
class WatchTest {
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    Path folder;

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final BlockingQueue<SyncReport> rounds = new LinkedBlockingQueue<>();
    private Pair pair;
    private Thread watch;

    @BeforeEach
    void watched() throws Exception {
        pair = new Pair(folder);
        Pair.write(pair.left, "a/deep/file.txt", "first");
        JobMonitor monitor = new JobMonitor() {
            @Override
            public boolean cancelled() {
                return stopped.get();
            }
        };
        watch = Thread.ofVirtual().start(() -> {
            try {
                pair.engine.watch(pair.request(), _ -> { }, rounds::add, monitor);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (CancellationException asked) {
                // The test is over.
                return;
            }
        });
        assertEquals(1, rounds.poll(PATIENCE_SECONDS, TimeUnit.SECONDS).right().bytes() > 0 ? 1 : 0);
    }

    @AfterEach
    void stop() throws InterruptedException {
        stopped.set(true);
        watch.join();
    }

    private void inStep() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!pair.leftTree().equals(pair.rightTree()) && System.nanoTime() < end) {
            rounds.poll(1, TimeUnit.SECONDS);
        }
        assertEquals(pair.leftTree(), pair.rightTree());
    }

    @Test
    void changesOfEitherSideComeToTheOther() throws Exception {
        Pair.write(pair.left, "a/deep/file.txt", "second");
        Pair.write(pair.right, "new/folder/other.txt", "other");
        inStep();
        Map<String, String> tree = pair.leftTree();
        assertEquals("second", tree.get("a/deep/file.txt"));
        assertEquals("other", tree.get("new/folder/other.txt"));
    }

    @Test
    void whatIsRenamedAndDeletedFollows() throws Exception {
        Files.move(pair.right.resolve("a/deep"), pair.right.resolve("b"));
        inStep();
        assertTrue(Files.exists(pair.left.resolve("b/file.txt")));
        Files.delete(pair.left.resolve("b/file.txt"));
        inStep();
        assertTrue(Files.notExists(pair.right.resolve("b/file.txt")));
    }

    @Test
    void deletionsInOneFolderAreHeldAgainstAllFiles() throws Exception {
        for (int i = 0; i < 40; i++) {
            Pair.write(pair.left, "a/file-" + i, "file " + i);
            Pair.write(pair.left, "a/b/file-" + i, "other " + i);
        }
        inStep();
        for (int i = 0; i < 30; i++) {
            Files.delete(pair.left.resolve("a/b/file-" + i));
        }
        inStep();
        assertTrue(Files.notExists(pair.right.resolve("a/b/file-29")));
    }
}
