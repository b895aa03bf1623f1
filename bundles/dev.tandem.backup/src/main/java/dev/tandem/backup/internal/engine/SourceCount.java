package dev.tandem.backup.internal.engine;

import dev.tandem.job.JobMonitor;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.SourceFilter;
import java.io.IOException;
import java.lang.System.Logger;
import java.util.List;

/**
 * Counts what there is to back up while the backup runs, so that the monitor can tell how far it is. What cannot be read
 * is not counted; the backup itself reports it.
 */
final class SourceCount implements AutoCloseable {
    /** Counts nothing. */
    static final SourceCount NONE = new SourceCount(null);

    private static final Logger LOG = System.getLogger(SourceCount.class.getName());
    private static final int TELL_EVERY = 1000;

    private final Thread thread;

    private SourceCount(Thread thread) {
        this.thread = thread;
    }

    /** Begins to count; ended by {@link #close}. */
    static SourceCount start(LocalReader files, Walk.FilterSource filters, List<RawPath> sources,
            JobMonitor monitor) {
        Counting counting = new Counting(files, monitor);
        return new SourceCount(Thread.ofPlatform().name("source count").daemon().start(() -> {
            for (RawPath source : sources) {
                try {
                    counting.count(source, filters.of(source));
                } catch (IOException e) {
                    LOG.log(Logger.Level.DEBUG, "not counted: " + source, e);
                }
            }
            counting.tell();
        }));
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private static final class Counting {
        private final LocalReader files;
        private final JobMonitor monitor;
        private long items;
        private long bytes;

        Counting(LocalReader files, JobMonitor monitor) {
            this.files = files;
            this.monitor = monitor;
        }

        void count(RawPath path, SourceFilter filter) {
            if (Thread.currentThread().isInterrupted() || filter.excludedByName(path).isPresent()) {
                return;
            }
            try {
                FileStat stat = files.stat(path);
                if (filter.excluded(path, stat).isPresent()) {
                    return;
                }
                if (stat.isDirectory()) {
                    for (RawName name : files.names(path)) {
                        count(path.child(name), filter);
                    }
                } else if (stat.isFile()) {
                    bytes += stat.size();
                    if (++items % TELL_EVERY == 0) {
                        tell();
                    }
                }
            } catch (IOException e) {
                LOG.log(Logger.Level.DEBUG, "not counted: " + path, e);
            }
        }

        void tell() {
            monitor.expect(items, bytes);
        }
    }
}
