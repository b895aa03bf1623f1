package dev.tandem.backup.internal;

import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import java.util.concurrent.atomic.AtomicLong;

/** Tells what happens at one of several destinations to the monitor of the whole, whose own counts are of files. */
final class DestinationMonitor implements JobMonitor {
    /** How far a destination is. */
    private record Share(String name, long done, long all) {
        @Override
        public String toString() {
            return name + ": " + (all == 0 ? 100 : Math.min(100, done * 100 / all)) + " %";
        }
    }

    private final String name;
    private final JobMonitor whole;
    private final AtomicLong all = new AtomicLong();
    private final AtomicLong done = new AtomicLong();

    DestinationMonitor(String name, JobMonitor whole) {
        this.name = name;
        this.whole = whole;
    }

    @Override
    public void expect(long items, long bytes) {
        all.set(bytes);
    }

    @Override
    public void advance(long items, long bytes) {
        whole.current(new Share(name, done.addAndGet(bytes), all.get()));
    }

    @Override
    public void item(String outcome, Object item, long bytes) {
        whole.item(outcome, name + ": " + item, bytes);
    }

    @Override
    public void problem(Problem problem) {
        String subject = problem.subject().equals(name) ? name : name + ": " + problem.subject();
        whole.problem(new Problem(Problem.Severity.WARNING, subject, problem.message()));
    }

    @Override
    public void message(String text) {
        whole.message(name + ": " + text);
    }

    @Override
    public boolean cancelled() {
        return whole.cancelled();
    }
}
