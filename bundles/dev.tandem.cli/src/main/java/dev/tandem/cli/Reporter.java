package dev.tandem.cli;

import dev.tandem.job.Problem;
import java.time.Duration;

/** Says what a running job tells, to a person or to a program. Thread-safe. */
interface Reporter {
    /** Returns how often {@link #tick} shall be called; zero for never. */
    Duration interval();

    /** Shows how far the job is. */
    void tick(Progress.View view);

    /** Says what became of an item. */
    void item(String outcome, Object item, long bytes);

    void problem(Problem problem);

    void message(String text);

    /** Takes live output away; nothing is shown after. */
    void end();
}
