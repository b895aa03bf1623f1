package dev.tandem.scanner.nio;

import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWatcher;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Watches by what every Java platform offers. */
public final class NioWatcher implements LocalWatcher {
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Duration look;

    /** Looks at what is not watched every few seconds. */
    public NioWatcher() {
        this(LOOK);
    }

    /** @param look how often roots, and directories that cannot be watched, are looked at */
    NioWatcher(Duration look) {
        this.look = look;
    }

    @Override
    public Watch watch(List<RawPath> roots, WatchFilter filter, Listener listener) throws IOException {
        NioWatch watch = new NioWatch(roots, filter, listener, look);
        watch.start();
        return watch;
    }
}
