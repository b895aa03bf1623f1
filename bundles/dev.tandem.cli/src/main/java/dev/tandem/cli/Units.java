package dev.tandem.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and times as people read and write them. */
public final class Units {
    private static final String[] PREFIXES = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    private static final String SUFFIXES = "BKMGT";
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})([bBkKmMgGtT]?)");
    private static final Pattern DURATION = Pattern.compile(
            "(?:([0-9]{1,5})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,8})m)?(?:([0-9]{1,9})s)?");

    private static final DateTimeFormatter LOCAL_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private Units() { }

    /** Returns {@code 1.234 MiB}. */
    public static String size(long bytes) {
        return size(bytes, 3);
    }

    /** Returns {@code 1.2 MiB}, which is steadier to look at while it changes. */
    static String roughSize(long bytes) {
        return size(bytes, 1);
    }

    private static String size(long bytes, int digits) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= 1024 && unit < PREFIXES.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%." + digits + "f %sB", value, PREFIXES[unit]);
    }

    /** Returns {@code 1:02} or {@code 1:02:03}. */
    public static String duration(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** Returns a time as people read it, by the clock of this machine. */
    public static String localTime(Instant time) {
        return LOCAL_TIME.format(time.atZone(ZoneId.systemDefault()));
    }

    /**
     * Parses {@code 10M}: bytes, or with a suffix k, M, G, T the usual powers of 1024.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static long parseSize(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no size; write a number of bytes, or 10k, 10M, 10G");
        }
        int power = Math.max(0, SUFFIXES.indexOf(matcher.group(2).toUpperCase(Locale.ROOT)));
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
        } catch (ArithmeticException tooBig) {
            throw new IllegalArgumentException("'" + text + "' is too big a size", tooBig);
        }
    }

    /**
     * Parses {@code 1h30m}: numbers with one of the units d, h, m, s each, from the longest to the shortest.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Duration parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no length of time; write 90s, 15m, 2h or 1h30m");
        }
        return Duration.ofDays(number(matcher, 1)).plusHours(number(matcher, 2)).plusMinutes(number(matcher, 3))
                .plusSeconds(number(matcher, 4));
    }

    private static long number(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
    }

    /** Returns "1 file", "2 files". */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
