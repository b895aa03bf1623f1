package dev.tandem.backup.internal.format;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * Times as restic writes them: RFC 3339 with as many digits of the second as needed, in the offset a zone had at that
 * time (Go's {@code RFC3339Nano}). Years before 0 become 0 and years after 9999 become 9999. Stateless.
 */
public final class GoTime {
    /** The most bytes a time takes. */
    public static final int MAX_LENGTH = 35;

    private static final long DAY = 86_400;
    private static final int DAYS_OF_400_YEARS = 146_097;
    // From 1 March of year 0 to 1 January 1970. A year counted from March has its leap day at the end.
    private static final int DAYS_TO_EPOCH = 719_468;
    private static final long FIRST = -62_167_219_200L;
    private static final long LAST = 253_402_300_799L;
    // No offset is as large: further inside than this, the local year is within bounds too.
    private static final long MARGIN = DAY;

    private GoTime() {
    }

    /** Returns {@code instant} as text in the offset of {@code zone} at that time. */
    public static String format(Instant instant, ZoneId zone) {
        byte[] text = new byte[MAX_LENGTH];
        return new String(text, 0, append(text, 0, instant, zone), StandardCharsets.US_ASCII);
    }

    /**
     * Writes what {@link #format} returns, as ASCII, to {@code out} from {@code at}.
     *
     * @param out has room for {@link #MAX_LENGTH} bytes
     * @return the index after the last byte written
     */
    public static int append(byte[] out, int at, Instant instant, ZoneId zone) {
        long second = instant.getEpochSecond();
        if (second < FIRST + MARGIN || second > LAST - MARGIN) {
            ZonedDateTime clamped = clamp(instant.atZone(zone));
            return append(out, at, clamped.toEpochSecond(), clamped.getNano(), clamped.getOffset());
        }
        return append(out, at, second, instant.getNano(), zone.getRules().getOffset(instant));
    }

    // As Go's AddDate does: 29 February of a leap year becomes 1 March of another.
    private static ZonedDateTime clamp(ZonedDateTime time) {
        int year = Math.clamp(time.getYear(), 0, 9999);
        if (year == time.getYear()) {
            return time;
        }
        LocalDateTime start = LocalDateTime.of(year, time.getMonthValue(), 1, 0, 0).with(time.toLocalTime());
        return start.plusDays(time.getDayOfMonth() - 1).atZone(time.getZone());
    }

    private static int append(byte[] out, int start, long second, int nano, ZoneOffset zoneOffset) {
        int offset = zoneOffset.getTotalSeconds();
        long local = second + offset;
        int day = (int) Math.floorDiv(local, DAY) + DAYS_TO_EPOCH;
        int time = (int) Math.floorMod(local, DAY);
        int at = date(out, start, day);
        out[at++] = 'T';
        at = clock(out, at, time / 3600, time / 60 % 60);
        out[at++] = ':';
        at = two(out, at, time % 60);
        at = fraction(out, at, nano);
        if (offset == 0) {
            out[at++] = 'Z';
            return at;
        }
        int minutes = Math.abs(offset) / 60;
        out[at++] = (byte) (offset < 0 ? '-' : '+');
        return clock(out, at, minutes / 60, minutes % 60);
    }

    private static int date(byte[] out, int start, int daysFromMarchOfYear0) {
        int era = Math.floorDiv(daysFromMarchOfYear0, DAYS_OF_400_YEARS);
        int dayOfEra = daysFromMarchOfYear0 - era * DAYS_OF_400_YEARS;
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        int year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        int at = two(out, two(out, start, year / 100), year % 100);
        out[at++] = '-';
        at = two(out, at, month);
        out[at++] = '-';
        return two(out, at, day);
    }

    private static int clock(byte[] out, int start, int hours, int minutes) {
        int at = two(out, start, hours);
        out[at++] = ':';
        return two(out, at, minutes);
    }

    private static int fraction(byte[] out, int start, int nano) {
        if (nano == 0) {
            return start;
        }
        out[start] = '.';
        int rest = nano;
        for (int at = start + 9; at > start; at--) {
            out[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        int end = start + 10;
        while (out[end - 1] == '0') {
            end--;
        }
        return end;
    }

    private static int two(byte[] out, int at, int number) {
        out[at] = (byte) ('0' + number / 10);
        out[at + 1] = (byte) ('0' + number % 10);
        return at + 2;
    }

    /**
     * Parses an RFC 3339 time with any number of digits of the second, those after the ninth being dropped.
     *
     * @throws DateTimeException for anything else
     */
    public static OffsetDateTime parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Reading reading = new Reading(bytes, bytes.length);
        Instant instant = reading.instant();
        return instant.atOffset(ZoneOffset.ofTotalSeconds(reading.offset));
    }

    /**
     * Parses the instant of what {@link #parse} takes from the first {@code length} bytes.
     *
     * @throws DateTimeException for anything else
     */
    public static Instant parseInstant(byte[] text, int length) {
        return new Reading(text, length).instant();
    }

    /** One pass over a text. */
    private static final class Reading {
        private final byte[] text;
        private final int length;
        private int at;
        private int offset;

        Reading(byte[] text, int length) {
            this.text = text;
            this.length = length;
        }

        Instant instant() {
            int year = number(2, 99) * 100 + number(2, 99);
            skip('-');
            int month = number(2, 12);
            skip('-');
            int day = number(2, 31);
            skip('T');
            int hour = number(2, 23);
            skip(':');
            int minute = number(2, 59);
            skip(':');
            int second = number(2, 59);
            int nano = fraction();
            offset = offset();
            if (at != length) {
                throw malformed();
            }
            return Instant.ofEpochSecond(
                    days(year, month, day) * DAY + hour * 3600 + minute * 60 + second - offset, nano);
        }

        private long days(int year, int month, int day) {
            boolean leap = (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
            int longest = month == 2 ? leap ? 29 : 28 : (month + (month >> 3) & 1) == 1 ? 31 : 30;
            if (month < 1 || day < 1 || day > longest) {
                throw malformed();
            }
            int fromMarch = month <= 2 ? year - 1 : year;
            int era = Math.floorDiv(fromMarch, 400);
            int yearOfEra = fromMarch - era * 400;
            int dayOfYear = (153 * (month <= 2 ? month + 9 : month - 3) + 2) / 5 + day - 1;
            return (long) era * DAYS_OF_400_YEARS + 365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
                    - DAYS_TO_EPOCH;
        }

        private int fraction() {
            if (at >= length || text[at] != '.') {
                return 0;
            }
            int start = ++at;
            int nano = 0;
            for (; at < length && text[at] >= '0' && text[at] <= '9'; at++) {
                if (at < start + 9) {
                    nano = nano * 10 + text[at] - '0';
                }
            }
            if (at == start) {
                throw malformed();
            }
            for (int i = at; i < start + 9; i++) {
                nano *= 10;
            }
            return nano;
        }

        private int offset() {
            byte sign = at < length ? text[at++] : 0;
            if (sign == 'Z' || sign == 'z') {
                return 0;
            }
            if (sign != '+' && sign != '-') {
                throw malformed();
            }
            int hours = number(2, 23);
            skip(':');
            int seconds = hours * 3600 + number(2, 59) * 60;
            return sign == '-' ? -seconds : seconds;
        }

        private int number(int digits, int most) {
            int number = 0;
            for (int i = 0; i < digits; i++) {
                int digit = at < length ? text[at++] - '0' : -1;
                if (digit < 0 || digit > 9) {
                    throw malformed();
                }
                number = number * 10 + digit;
            }
            if (number > most) {
                throw malformed();
            }
            return number;
        }

        private void skip(char expected) {
            if (at >= length || text[at++] != expected) {
                throw malformed();
            }
        }

        private DateTimeException malformed() {
            String shown = new String(text, 0, Math.min(length, 2 * MAX_LENGTH), StandardCharsets.UTF_8);
            return new DateTimeException("not an RFC 3339 time: '" + shown + "'");
        }
    }
}
