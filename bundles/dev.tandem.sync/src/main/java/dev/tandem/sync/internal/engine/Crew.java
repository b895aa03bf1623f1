package dev.tandem.sync.internal.engine;

import dev.tandem.sync.internal.apply.Executor;

/**
 * How many work at a time. Of one each, everything happens in the same order each time.
 *
 * @param observers look into folders
 * @param copiers   copy files
 */
record Crew(int observers, int copiers) {
    /** As many as help on this machine. */
    static final Crew USUAL = new Crew(Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8),
            Executor.USUAL_WORKERS);
}
