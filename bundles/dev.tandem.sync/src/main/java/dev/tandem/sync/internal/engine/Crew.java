package dev.tandem.sync.internal.engine;

import dev.tandem.sync.internal.apply.Executor;
import dev.tandem.sync.internal.replica.Traits;
import dev.tandem.sync.internal.version.Sides;

/**
 * How many work at a time. Of one each, everything happens in the same order each time.
 *
 * @param observers look into folders
 * @param copiers   copy files
 */
record Crew(int observers, int copiers) {
    private static final int FAR = 8;

    /** Returns how many may work with two sides: more where they wait more than they work. */
    Crew on(Sides sides) {
        Traits.Access left = sides.left().traits().means().access();
        Traits.Access right = sides.right().traits().means().access();
        if (left == Traits.Access.ALONE || right == Traits.Access.ALONE) {
            return new Crew(1, 1);
        }
        boolean near = left == Traits.Access.NEAR && right == Traits.Access.NEAR;
        return near ? this : new Crew(Math.max(observers, FAR), Math.max(copiers, FAR));
    }

    /** As many as help on this machine. */
    static final Crew USUAL = new Crew(Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8),
            Executor.USUAL_WORKERS);
}
