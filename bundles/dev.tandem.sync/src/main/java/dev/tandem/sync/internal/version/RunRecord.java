package dev.tandem.sync.internal.version;

import dev.tandem.sync.internal.version.RunLog.Dropped;
import dev.tandem.sync.internal.version.RunLog.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the log of a run says.
 *
 * @param run     names it
 * @param time    when it began
 * @param undoes  the run it took back, where that is what it did
 * @param events  what it was about to do, in order; the last one may not have been done where it was interrupted
 * @param end     how it ended
 * @param damaged lines that cannot be read
 */
public record RunRecord(String run, Instant time, Optional<String> undoes, List<Event> events, End end, int damaged) {
    /** How a run ended. */
    public enum End {
        /** It still runs, or it was interrupted and not put right yet. */
        OPEN,
        /** All was done that could be. */
        FINISHED,
        /** It was interrupted, and put right since. */
        INTERRUPTED
    }

    public RunRecord {
        events = done(events);
    }

    private static List<Event> done(List<Event> all) {
        List<Event> done = new ArrayList<>();
        for (Event event : all) {
            if (event instanceof Dropped) {
                removeLast(done, event);
            } else {
                done.add(event);
            }
        }
        return List.copyOf(done);
    }

    private static void removeLast(List<Event> events, Event dropped) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (events.get(i).on() == dropped.on() && events.get(i).path().equals(dropped.path())) {
                events.remove(i);
                return;
            }
        }
    }
}
