package dev.tandem.backup.internal.engine.retention;

import dev.tandem.backup.CalendarSpan;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Goes back in time as restic does, which is as Go does: a day that the month before does not have lies in the month
 * after (31 March less a month is 3 March), and hours come last.
 */
final class CutOff {
    private CutOff() { }

    /**
     * Returns the instant {@code span} before {@code latest}.
     *
     * @param here the zone of this machine; its clock is followed across changes to summer time where {@code latest}
     *             may have been written by it, as Go takes a time of the local offset for a local one
     */
    static Instant before(OffsetDateTime latest, CalendarSpan span, ZoneId here) {
        LocalDate day = LocalDate.of(latest.getYear() - span.years(), 1, 1)
                .plusMonths(latest.getMonthValue() - 1L - span.months())
                .plusDays(latest.getDayOfMonth() - 1L - span.days());
        return instant(day.atTime(latest.toLocalTime()), zone(latest, here)).minusSeconds(3600L * span.hours());
    }

    /** Go writes an offset of zero as Z, and takes Z for UTC in every zone. */
    private static ZoneId zone(OffsetDateTime time, ZoneId here) {
        boolean local = !time.getOffset().equals(ZoneOffset.UTC)
                && here.getRules().getOffset(time.toInstant()).equals(time.getOffset());
        return local ? here : time.getOffset();
    }

    /** Resolves times that the clock shows twice or never as Go does. */
    private static Instant instant(LocalDateTime clock, ZoneId zone) {
        ZoneOffset guess = zone.getRules().getOffset(clock.toInstant(ZoneOffset.UTC));
        return clock.toInstant(zone.getRules().getOffset(clock.toInstant(guess)));
    }
}
