package dev.tandem.scanner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWatcher;
import dev.tandem.scanner.WatcherContract;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Watching by inotify. */
@EnabledOnOs(value = OS.LINUX, architectures = {"amd64", "aarch64"})
class LinuxWatcherTest extends WatcherContract {
    private static final Duration SOON = Duration.ofMillis(50);

    @Override
    protected LocalWatcher watcher() {
        return new LinuxWatcher(Integer.MAX_VALUE, SOON);
    }

    @Test
    void aNameThatIsNoUtf8IsWatched() throws Exception {
        RawPath odd = root.child(RawName.of(new byte[] {'a', (byte) 0xff}));
        new LinuxWriter().createDirectory(odd);
        start();
        new LinuxWriter().createDirectory(odd.child("b"));
        heard.awaitChanged(odd, odd.child("b"));
    }

    @Test
    void permissionsAndTimesAreTold() throws Exception {
        Files.createDirectories(directory.resolve("a"));
        Path file = Files.createFile(directory.resolve("a/file"));
        start();
        assertTrue(file.toFile().setLastModified(1_000_000));
        heard.awaitChanged(root.child("a"));
    }

    /** The kernel forgets events when nobody takes them, and says so. */
    @Test
    void whenEventsAreForgottenAllIsWatchedAnew() throws Exception {
        // Not all at once: the kernel gives such a number to the first read only, and Java's first is of one byte.
        int most;
        try (BufferedReader limit = Files.newBufferedReader(Path.of("/proc/sys/fs/inotify/max_queued_events"))) {
            most = Integer.parseInt(limit.readLine());
        }
        assumeTrue(most <= 100_000, "the queue holds " + most + " events");
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        watch = watcher().watch(List.of(root), path -> true, new LocalWatcher.Listener() {
            @Override
            public void changed(RawPath changed) {
                told.countDown();
                try {
                    go.await();
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
                heard.changed(changed);
            }

            @Override
            public void lost(RawPath subtree, String why) {
                heard.lost(subtree, why);
            }
        });
        Files.createDirectory(directory.resolve("first"));
        told.await();
        for (int i = 0; i <= most; i++) {
            Path file = directory.resolve("file" + i % 100);
            if (i / 100 % 2 == 0) {
                Files.createFile(file);
            } else {
                Files.delete(file);
            }
        }
        Files.createDirectories(directory.resolve("a/b"));
        go.countDown();
        assertTrue(heard.awaitLost(root).contains("max_queued_events"));
        Files.createFile(directory.resolve("a/b/file"));
        heard.awaitChanged(root.child("a").child("b"));
    }

    @Test
    void withoutWatchesLeftDirectoriesAreLookedAtNowAndThen() throws Exception {
        for (String name : List.of("a/b", "c/d", "e/f")) {
            Files.createDirectories(directory.resolve(name));
        }
        start(new LinuxWatcher(3, SOON));
        assertTrue(watch.mode().contains("in 3 folders; in 4 others"), watch.mode());
        List<RawPath> all = new ArrayList<>();
        for (String name : List.of("a/b", "c/d", "e/f", "a", "c", "e")) {
            Files.createFile(directory.resolve(name).resolve("file"));
            all.add(RawPath.of(directory.resolve(name)));
        }
        heard.awaitChanged(all);
        Files.createDirectories(directory.resolve("c/d/new/newer"));
        heard.awaitChanged(root.child("c").child("d").child("new").child("newer"));
    }

    @Test
    void aListenerThatFailsEndsTheWatchAndItSaysSo() throws Exception {
        watch = watcher().watch(List.of(root), path -> true, new LocalWatcher.Listener() {
            @Override
            public void changed(RawPath changed) {
                throw new IllegalStateException("no use");
            }

            @Override
            public void lost(RawPath subtree, String why) {
                heard.lost(subtree, why);
            }
        });
        Files.createFile(directory.resolve("file"));
        assertEquals("changes are not noticed any more: no use", heard.awaitLost(root));
        assertEquals("changes are not noticed any more: no use", watch.mode());
    }

    @Test
    void whatIsNotWatchedIsTold() throws Exception {
        Files.createDirectories(directory.resolve("a/b"));
        start(new LinuxWatcher(1, SOON));
        assertTrue(heard.awaitLost(root.child("a")).contains("max_user_watches"));
    }

    @Test
    void watchesThatAreFreedAreUsed() throws Exception {
        Files.createDirectories(directory.resolve("a/b"));
        Files.createDirectories(directory.resolve("c"));
        start(new LinuxWatcher(3, SOON));
        assertFalse(watch.mode().equals("changes are noticed at once"), watch.mode());
        Files.move(directory.resolve("a"), temporary.resolve("away"));
        heard.awaitChanged(root);
        // Its content is told only once it is watched.
        while (!watch.mode().equals("changes are noticed at once")) {
            Thread.onSpinWait();
        }
        heard.forget();
        Path file = Files.createFile(directory.resolve("c/file"));
        heard.awaitChanged(root.child("c"));
        heard.forget();
        Files.writeString(file, "content");
        heard.awaitChanged(root.child("c"));
    }

    @Test
    void whatIsMountedIsLostAndWatchedAnew() throws Exception {
        Path point = Files.createDirectories(directory.resolve("a/point of mount/b")).getParent();
        RawPath mounted = RawPath.of(point);
        start();
        assumeTrue(succeeds("mount", "-t", "tmpfs", "none", point.toString()), "nothing can be mounted here");
        try {
            heard.awaitLost(mounted);
            heard.forget();
            Files.createDirectories(point.resolve("c/d"));
            heard.awaitChanged(mounted, mounted.child("c").child("d"));
            heard.forget();
        } finally {
            assertTrue(succeeds("umount", point.toString()));
        }
        heard.awaitLost(mounted);
        heard.forget();
        Files.createFile(point.resolve("b/file"));
        heard.awaitChanged(mounted.child("b"));
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
