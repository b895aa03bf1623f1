package dev.tandem.backup.internal.engine.proof;

import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.RawPath;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hears the restore of a proof: passes on how far it is, and remembers what goes wrong, which counts only where the
 * comparison finds it too. Thread-safe.
 */
final class RestoreListener implements JobMonitor {
    private static final int REMEMBERED = 10_000;

    private final JobMonitor monitor;
    private final Map<String, String> problems = new ConcurrentHashMap<>();

    RestoreListener(JobMonitor monitor) {
        this.monitor = monitor;
    }

    /** Returns what went wrong with a restored file. */
    Optional<String> problem(RawPath target) {
        return Optional.ofNullable(problems.get(target.toString()));
    }

    @Override
    public void current(Object item) {
        monitor.current(item);
    }

    @Override
    public void advance(long items, long bytes) {
        monitor.advance(items, bytes);
    }

    @Override
    public void problem(Problem problem) {
        if (problems.size() < REMEMBERED) {
            problems.putIfAbsent(problem.subject(), problem.message());
        }
    }

    @Override
    public boolean watched() {
        return monitor.watched();
    }

    @Override
    public boolean cancelled() {
        return monitor.cancelled();
    }

    @Override
    public void checkCancelled() {
        monitor.checkCancelled();
    }
}
