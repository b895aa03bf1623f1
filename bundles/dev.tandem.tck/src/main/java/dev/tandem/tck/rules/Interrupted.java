package dev.tandem.tck.rules;

import dev.tandem.storage.StorageException.Kind;
import java.util.List;

/** Calls of a thread that was interrupted: one of their own, so that nobody else's interruption is taken or given. */
final class Interrupted {
    private Interrupted() { }

    /** The call must fail with {@code FAILED}, and leave its thread interrupted. */
    static void fails(String what, Check.Call call) throws InterruptedException {
        run(() -> Check.fails(Kind.FAILED, what + " in an interrupted thread", call));
    }

    /** Runs a call, which must leave its thread interrupted. */
    static void run(Check.Call call) throws InterruptedException {
        Together.<Boolean>run(List.of(() -> {
            Thread.currentThread().interrupt();
            call.run();
            Check.that(Thread.currentThread().isInterrupted(), "the interruption was lost");
            return true;
        }));
    }
}
