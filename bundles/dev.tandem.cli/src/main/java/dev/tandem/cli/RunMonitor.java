package dev.tandem.cli;

import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import java.time.Duration;

/** Hears what one job tells, counts it, and has a {@link Reporter} say it. */
final class RunMonitor implements JobMonitor, AutoCloseable {
    private final Progress progress = new Progress(System.nanoTime());
    private final Reporter reporter;
    private final Interrupts interrupts;
    private final Thread ticker;

    RunMonitor(Reporter reporter, Interrupts interrupts) {
        this.reporter = reporter;
        this.interrupts = interrupts;
        Duration interval = reporter.interval();
        this.ticker = interval.isZero() ? null : Thread.ofVirtual().start(() -> tick(interval));
    }

    private void tick(Duration interval) {
        try {
            while (true) {
                Thread.sleep(interval);
                reporter.tick(progress.view(System.nanoTime()));
            }
        } catch (InterruptedException closed) {
            return;
        }
    }

    @Override
    public void phase(String name) {
        progress.phase(name);
    }

    @Override
    public void expect(long items, long bytes) {
        progress.expect(items, bytes);
    }

    @Override
    public void current(Object item) {
        progress.current(item);
    }

    @Override
    public void advance(long items, long bytes) {
        progress.advance(items, bytes);
    }

    @Override
    public void item(String outcome, Object item, long bytes) {
        reporter.item(outcome, item, bytes);
    }

    @Override
    public void problem(Problem problem) {
        if (problem.severity() == Problem.Severity.ERROR) {
            progress.error();
        }
        reporter.problem(problem);
    }

    @Override
    public void message(String text) {
        reporter.message(text);
    }

    @Override
    public boolean watched() {
        return ticker != null;
    }

    @Override
    public boolean cancelled() {
        return interrupts.requested();
    }

    /** Takes the live output away. */
    @Override
    public void close() {
        if (ticker != null) {
            ticker.interrupt();
        }
        reporter.end();
    }
}
