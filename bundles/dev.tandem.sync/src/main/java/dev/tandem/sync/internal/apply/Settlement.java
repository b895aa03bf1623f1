package dev.tandem.sync.internal.apply;

import dev.tandem.sync.Side;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Steps that were done, until they are sure to survive a power failure: only then does the base learn of them, and
 * whoever listens. So the base is never ahead of the disks. Used by one thread.
 */
final class Settlement {
    private static final int MOST = 2000;
    private static final long PATIENCE_NS = Duration.ofSeconds(5).toNanos();

    private final Run run;
    private final List<Done> pending = new ArrayList<>();
    private long since;
    private boolean sure = true;

    Settlement(Run run) {
        this.run = run;
    }

    void add(Done done) {
        if (pending.isEmpty()) {
            since = System.nanoTime();
        }
        pending.add(done);
    }

    /** Makes sure of what was done if that is much, or long ago. */
    void settleWhenDue() throws IOException {
        if (pending.size() >= MOST || (!pending.isEmpty() && System.nanoTime() - since > PATIENCE_NS)) {
            settle();
        }
    }

    /** Makes sure of what was done. What a side does not make sure of counts as failed. */
    void settle() throws IOException {
        if (pending.isEmpty()) {
            return;
        }
        List<Done> all = List.copyOf(pending);
        pending.clear();
        run.log().flush();
        Map<Side, IOException> unsure = flush(all);
        sure &= unsure.isEmpty();
        List<Done> known = all.stream().filter(done -> !unsure.containsKey(done.step().on())).toList();
        for (Done done : known) {
            done.base().tell(run.bases());
        }
        run.bases().commit();
        known.forEach(done -> run.done(done.step()));
        for (Done done : all) {
            if (unsure.containsKey(done.step().on())) {
                run.fail(done.step(), unsure.get(done.step().on()));
            }
        }
    }

    /** Tells whether the base knows of all that was done. */
    boolean isSure() {
        return sure;
    }

    private Map<Side, IOException> flush(List<Done> all) {
        Set<Side> touched = EnumSet.noneOf(Side.class);
        all.forEach(done -> touched.add(done.step().on()));
        Map<Side, IOException> unsure = new EnumMap<>(Side.class);
        for (Side side : touched) {
            try {
                run.sides().of(side).flush();
            } catch (IOException e) {
                unsure.put(side, new IOException("it cannot be made sure that it survives a power failure: "
                        + e.getMessage(), e));
            }
        }
        return unsure;
    }
}
