package dev.tandem.sync.internal.engine;

import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWatcher;
import dev.tandem.sync.internal.observe.Scope;
import dev.tandem.sync.internal.plan.Names;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects where something changed, until it has been quiet for a moment or goes on for too long. Whoever saves a file
 * does several things to it, and a move is two changes in two places.
 */
final class Hints implements LocalWatcher.Listener {
    private static final Duration QUIET = Duration.ofMillis(400);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long POLL_MS = 50;

    private final List<RawPath> roots;
    private final InstantSource clock;
    private final JobMonitor monitor;
    private final Set<RawPath> changed = new HashSet<>();
    private boolean everything;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MAX;
    private Instant due;

    /** @param due when everything is looked at whatever was told */
    Hints(List<RawPath> roots, InstantSource clock, Instant due, JobMonitor monitor) {
        this.roots = roots;
        this.clock = clock;
        this.due = due;
        this.monitor = monitor;
    }

    @Override
    public synchronized void changed(RawPath directory) {
        changed.add(directory);
        touch();
    }

    @Override
    public synchronized void lost(RawPath subtree, String why) {
        monitor.message(why + ": everything is compared again");
        everything = true;
        touch();
    }

    private void touch() {
        last = clock.instant();
        if (first.equals(Instant.MAX)) {
            first = last;
        }
    }

    /** Everything is to be looked at, not before a time. */
    synchronized void everythingAt(Instant time) {
        due = time;
    }

    /**
     * Waits until there is something to look at, and takes it.
     *
     * @throws java.util.concurrent.CancellationException when the monitor is cancelled
     */
    Taken await() throws InterruptedException {
        while (true) {
            monitor.checkCancelled();
            synchronized (this) {
                Instant now = clock.instant();
                boolean settled = !first.equals(Instant.MAX)
                        && (!now.isBefore(last.plus(QUIET)) || !now.isBefore(first.plus(PATIENCE)));
                if (settled || !now.isBefore(due)) {
                    return take(!now.isBefore(due));
                }
            }
            Thread.sleep(POLL_MS);
        }
    }

    private Taken take(boolean all) {
        Taken taken = new Taken(all || everything, Set.copyOf(changed), roots);
        changed.clear();
        everything = false;
        first = Instant.MAX;
        last = Instant.MAX;
        return taken;
    }

    /**
     * What is to be looked at.
     *
     * @param everything whether all of it is
     * @param changed    else directories, absolute
     */
    record Taken(boolean everything, Set<RawPath> changed, List<RawPath> roots) {
        /** Returns the part of a pair that is to be observed. */
        Scope scope(Names names) {
            if (everything) {
                return Scope.ALL;
            }
            Set<RawPath> keys = new HashSet<>();
            for (RawPath directory : changed) {
                for (RawPath root : roots) {
                    if (directory.startsWith(root)) {
                        keys.add(names.key(relative(directory, root)));
                    }
                }
            }
            return Scope.of(keys);
        }

        private static RawPath relative(RawPath path, RawPath root) {
            List<RawName> names = path.names();
            RawPath relative = Scope.ROOT;
            for (RawName name : names.subList(root.names().size(), names.size())) {
                relative = relative.child(name);
            }
            return relative;
        }
    }
}
