package dev.tandem.backup.internal;

import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers what a job said, and stops it when told to. */
public final class Listener implements JobMonitor {
    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private final AtomicLong items = new AtomicLong();
    private final long stopAfter;

    public Listener() {
        this(Long.MAX_VALUE);
    }

    /** Cancels the job after so many items. */
    public Listener(long stopAfter) {
        this.stopAfter = stopAfter;
    }

    @Override
    public void advance(long count, long bytes) {
        items.addAndGet(count);
    }

    @Override
    public void problem(Problem problem) {
        problems.add(problem);
    }

    @Override
    public boolean cancelled() {
        return items.get() >= stopAfter;
    }

    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Tells whether a problem is about this and says that. */
    public boolean heard(String subject, String message) {
        return problems.stream().anyMatch(p -> p.subject().contains(subject) && p.message().contains(message));
    }
}
