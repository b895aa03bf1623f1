package dev.tandem.job;

import java.util.concurrent.CancellationException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The listener of one run of a job; the command line, the workbench and the logs are nothing else. The job calls it
 * from any number of threads and often, so every method must be thread-safe and quick. {@link #cancelled} travels the
 * other way: the job asks often and stops soon after the answer turns to true.
 */
@ConsumerType
public interface JobMonitor {
    /** A listener that hears nothing and never cancels. */
    JobMonitor SILENT = new JobMonitor() { };

    /** Names the phase that begins, {@code "scanning"}. */
    default void phase(String name) { }

    /** Tells how much there is to do, as far as known; may grow while the job runs. */
    default void expect(long items, long bytes) { }

    /**
     * Tells what is being worked on now.
     *
     * @param item immutable; a listener that shows it calls {@code toString}
     */
    default void current(Object item) { }

    /** Adds to what is done. */
    default void advance(long items, long bytes) { }

    /**
     * Tells what became of one item, once per item.
     *
     * @param outcome {@code "new"}, {@code "modified"}, {@code "restored"} …
     * @param item    immutable; a listener that shows it calls {@code toString}
     */
    default void item(String outcome, Object item, long bytes) { }

    /** Reports that something went wrong with one item. */
    default void problem(Problem problem) { }

    /** Says something a person may want to read while the job runs. */
    default void message(String text) { }

    /** Tells whether somebody follows how far the job is, so that it pays to count beforehand what there is to do. */
    default boolean watched() {
        return false;
    }

    /** Tells whether the job shall stop. */
    default boolean cancelled() {
        return false;
    }

    /**
     * Returns normally while the job may go on.
     *
     * @throws CancellationException when it shall stop
     */
    default void checkCancelled() {
        if (cancelled()) {
            throw new CancellationException("cancelled");
        }
    }
}
