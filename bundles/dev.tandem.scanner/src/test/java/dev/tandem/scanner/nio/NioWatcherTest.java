package dev.tandem.scanner.nio;

import dev.tandem.scan.LocalWatcher;
import dev.tandem.scanner.WatcherContract;
import java.time.Duration;

/** The portable variant. */
class NioWatcherTest extends WatcherContract {
    @Override
    protected LocalWatcher watcher() {
        return new NioWatcher(Duration.ofMillis(50));
    }
}
