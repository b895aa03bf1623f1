package dev.tandem.scanner.nio;

import dev.tandem.scan.LocalWatcher;
import dev.tandem.scanner.WatcherContract;

/** The portable variant. */
class NioWatcherTest extends WatcherContract {
    @Override
    protected LocalWatcher watcher() {
        return new NioWatcher();
    }

    @Override
    protected void goneIsNoticed() {
        // Java tells nothing of a root that moves; it is still watched, wherever it is.
    }
}
