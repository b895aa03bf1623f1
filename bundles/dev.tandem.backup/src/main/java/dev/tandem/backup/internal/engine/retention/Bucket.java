package dev.tandem.backup.internal.engine.retention;

import dev.tandem.backup.RetentionPolicy;
import dev.tandem.backup.RetentionPolicy.Period;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.IsoFields;
import java.util.Optional;

/** One rule of a policy going through the snapshots of a group, newest first: it wants the first one of each period. */
final class Bucket {
    private final Period period;
    private final boolean counting;
    private final Instant after;
    private final String reason;
    private int left;
    private long last = -1;

    private Bucket(Period period, boolean counting, Instant after, String reason, int left) {
        this.period = period;
        this.counting = counting;
        this.after = after;
        this.reason = reason;
        this.left = left;
    }

    /** Wants snapshots of so many periods. */
    static Bucket counting(Period period, int count) {
        return new Bucket(period, true, Instant.MIN, period + " snapshot", count);
    }

    /** Wants those made after {@code after}, which is what {@code span} means here. */
    static Bucket within(Period period, Instant after, Object span) {
        String prefix = period == Period.LAST ? "" : period + " ";
        return new Bucket(period, false, after, prefix + "within " + span, RetentionPolicy.UNLIMITED);
    }

    Period period() {
        return period;
    }

    /** Tells whether it wants so many, and not all of a time. */
    boolean counting() {
        return counting;
    }

    /** Returns how many more it wants, or {@link RetentionPolicy#UNLIMITED}. */
    int left() {
        return left;
    }

    /**
     * Returns why it wants this snapshot; empty when it does not. While it has not got all it wants, it takes the
     * oldest one too, so that history reaches back as far as it can.
     */
    Optional<String> wants(OffsetDateTime time, int number, boolean oldest) {
        if (left == 0 || !time.toInstant().isAfter(after)) {
            return Optional.empty();
        }
        long value = value(time, number);
        boolean fresh = value != last;
        if (!fresh && !oldest) {
            return Optional.empty();
        }
        last = value;
        if (left > 0) {
            left--;
        }
        return Optional.of(fresh ? reason : "oldest " + reason);
    }

    private long value(OffsetDateTime time, int number) {
        long month = time.getYear() * 100L + time.getMonthValue();
        long day = month * 100 + time.getDayOfMonth();
        return switch (period) {
            case LAST -> number;
            case HOURLY -> day * 100 + time.getHour();
            case DAILY -> day;
            case WEEKLY -> time.get(IsoFields.WEEK_BASED_YEAR) * 100L + time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case MONTHLY -> month;
            case YEARLY -> time.getYear();
        };
    }
}
