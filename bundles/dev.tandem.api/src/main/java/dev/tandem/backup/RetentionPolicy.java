package dev.tandem.backup;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which snapshots of a group are kept: those that any of these rules wants. The last one of a period is the one that
 * counts, by the clock of the machine it was made on. Rules of zero are none.
 *
 * @param counts for how many periods one snapshot each is kept, {@link #UNLIMITED} for all
 * @param within how far back from the newest snapshot one of each period is kept; {@link Period#LAST}: all are
 * @param tags   those with all tags of any of these lists are kept; a list of one empty tag is "untagged"
 */
public record RetentionPolicy(Map<Period, Integer> counts, Map<Period, CalendarSpan> within, List<List<String>> tags) {
    /** As many as there are. */
    public static final int UNLIMITED = -1;

    /** What there is one snapshot kept of. */
    public enum Period {
        /** No period: each snapshot counts. */
        LAST,
        /** An hour of the clock. */
        HOURLY,
        /** A day of the calendar. */
        DAILY,
        /** A week of ISO 8601, Monday to Sunday. */
        WEEKLY,
        /** A month of the calendar. */
        MONTHLY,
        /** A year of the calendar. */
        YEARLY;

        /** Returns the word for it, {@code "hourly"}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Refuses counts below {@link #UNLIMITED}. */
    public RetentionPolicy {
        Map<Period, Integer> counted = new EnumMap<>(Period.class);
        counted.putAll(counts);
        counted.values().removeIf(count -> count == 0);
        if (counted.values().stream().anyMatch(count -> count < UNLIMITED)) {
            throw new IllegalArgumentException("how many snapshots to keep cannot be negative");
        }
        Map<Period, CalendarSpan> spans = new EnumMap<>(Period.class);
        spans.putAll(within);
        spans.values().removeIf(CalendarSpan.ZERO::equals);
        counts = Collections.unmodifiableMap(counted);
        within = Collections.unmodifiableMap(spans);
        tags = tags.stream().map(List::copyOf).toList();
    }

    /** Tells whether there is no rule, so that nothing would be kept. */
    public boolean isEmpty() {
        return counts.isEmpty() && within.isEmpty() && tags.isEmpty();
    }
}
