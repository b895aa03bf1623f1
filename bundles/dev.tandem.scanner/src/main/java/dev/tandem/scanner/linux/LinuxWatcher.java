package dev.tandem.scanner.linux;

import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWatcher;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Watches by inotify, one watch for each directory; where those run out, the rest is looked at every few seconds. */
public final class LinuxWatcher implements LocalWatcher {
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final LinuxReader reader = new LinuxReader();
    private final FramePool frames = new FramePool();
    private final int limit;
    private final Duration look;

    /**
     * Reaches for the system.
     *
     * @throws LinkageError when the C library or the kernel lacks what is needed
     */
    public LinuxWatcher() {
        this(Integer.MAX_VALUE, LOOK);
    }

    /**
     * @param limit most directories to use watches for
     * @param look  how often the others are looked at, at least
     */
    LinuxWatcher(int limit, Duration look) {
        this.limit = limit;
        this.look = look;
    }

    @Override
    public Watch watch(List<RawPath> roots, WatchFilter filter, Listener listener) throws IOException {
        Inotify inotify = new Inotify(frames);
        LinuxWatch watch;
        try {
            WatchedDirectories directories = new WatchedDirectories(inotify, reader, filter, limit);
            watch = new LinuxWatch(roots, inotify, directories, listener, look);
            watch.prepare();
        } catch (IOException | RuntimeException | Error failed) {
            inotify.close();
            throw failed;
        }
        watch.start();
        return watch;
    }
}
