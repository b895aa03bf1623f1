package dev.tandem.scanner.nio;

import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWatcher;
import java.io.IOException;
import java.util.List;

/** Watches by what every Java platform offers. */
public final class NioWatcher implements LocalWatcher {
    @Override
    public Watch watch(List<RawPath> roots, WatchFilter filter, Listener listener) throws IOException {
        NioWatch watch = new NioWatch(roots, filter, listener);
        watch.start();
        return watch;
    }
}
