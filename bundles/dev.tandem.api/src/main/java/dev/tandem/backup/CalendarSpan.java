package dev.tandem.backup;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stretch of the calendar: how long it is depends on where it begins. No part is negative. */
public record CalendarSpan(int years, int months, int days, int hours) {
    private static final String UNITS = "ymdh";
    private static final Pattern PART = Pattern.compile("([0-9]{1,8})([" + UNITS + "])");

    /** Nothing. */
    public static final CalendarSpan ZERO = new CalendarSpan(0, 0, 0, 0);

    /**
     * Parses {@code 1y5m7d2h}: any of the four parts in any order, each once.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static CalendarSpan parse(String text) {
        int[] parts = {-1, -1, -1, -1};
        Matcher matcher = PART.matcher(text.strip());
        int at = 0;
        while (matcher.find() && matcher.start() == at) {
            int unit = UNITS.indexOf(matcher.group(2));
            if (parts[unit] >= 0) {
                break;
            }
            parts[unit] = Integer.parseInt(matcher.group(1));
            at = matcher.end();
        }
        if (at == 0 || at != text.strip().length()) {
            throw new IllegalArgumentException("'" + text + "' is no span of time; write years, months, days and hours"
                    + " like 1y5m7d2h");
        }
        return new CalendarSpan(Math.max(0, parts[0]), Math.max(0, parts[1]), Math.max(0, parts[2]),
                Math.max(0, parts[3]));
    }

    /** Returns what {@link #parse} takes, without parts of zero. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        int[] parts = {years, months, days, hours};
        for (int unit = 0; unit < parts.length; unit++) {
            if (parts[unit] != 0) {
                text.append(String.format(Locale.ROOT, "%d%c", parts[unit], UNITS.charAt(unit)));
            }
        }
        return text.toString();
    }
}
