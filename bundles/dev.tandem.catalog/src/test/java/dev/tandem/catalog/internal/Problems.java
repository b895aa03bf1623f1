package dev.tandem.catalog.internal;

import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what went wrong. */
final class Problems implements JobMonitor {
    private final List<Problem> all = new CopyOnWriteArrayList<>();

    @Override
    public void problem(Problem problem) {
        all.add(problem);
    }

    List<Problem> all() {
        return all;
    }
}
