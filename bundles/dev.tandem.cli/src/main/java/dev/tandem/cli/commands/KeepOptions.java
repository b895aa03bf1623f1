package dev.tandem.cli.commands;

import dev.tandem.backup.CalendarSpan;
import dev.tandem.backup.RetentionPolicy;
import dev.tandem.backup.RetentionPolicy.Period;
import dev.tandem.cli.CommandException;
import dev.tandem.command.ExitCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which snapshots are kept. */
final class KeepOptions {
    @Option(names = {"-l", "--keep-last"}, paramLabel = "N", description = "keep the last N (or 'unlimited', as below)")
    String last;

    @Option(names = {"-H", "--keep-hourly"}, paramLabel = "N", description = "keep the last of each of N hours")
    String hourly;

    @Option(names = {"-d", "--keep-daily"}, paramLabel = "N", description = "keep the last of each of N days")
    String daily;

    @Option(names = {"-w", "--keep-weekly"}, paramLabel = "N", description = "keep the last of each of N weeks")
    String weekly;

    @Option(names = {"-m", "--keep-monthly"}, paramLabel = "N", description = "keep the last of each of N months")
    String monthly;

    @Option(names = {"-y", "--keep-yearly"}, paramLabel = "N", description = "keep the last of each of N years")
    String yearly;

    @Option(names = "--keep-within", paramLabel = "SPAN",
            description = "keep all from so long before the newest, like 1y5m7d2h (years, months, days, hours)")
    String within;

    @Option(names = "--keep-within-hourly", paramLabel = "SPAN",
            description = "keep the last of each hour from then on")
    String withinHourly;

    @Option(names = "--keep-within-daily", paramLabel = "SPAN",
            description = "keep the last of each day from then on")
    String withinDaily;

    @Option(names = "--keep-within-weekly", paramLabel = "SPAN",
            description = "keep the last of each week from then on")
    String withinWeekly;

    @Option(names = "--keep-within-monthly", paramLabel = "SPAN",
            description = "keep the last of each month from then on")
    String withinMonthly;

    @Option(names = "--keep-within-yearly", paramLabel = "SPAN",
            description = "keep the last of each year from then on")
    String withinYearly;

    @Option(names = "--keep-tag", paramLabel = "TAG[,TAG…]",
            description = "keep those with all these tags (repeatable: any of the lists; '' means untagged)")
    List<String> tags = new ArrayList<>();

    RetentionPolicy policy() throws CommandException {
        String[] numbers = {last, hourly, daily, weekly, monthly, yearly};
        String[] spans = {within, withinHourly, withinDaily, withinWeekly, withinMonthly, withinYearly};
        Map<Period, Integer> counts = new EnumMap<>(Period.class);
        Map<Period, CalendarSpan> lengths = new EnumMap<>(Period.class);
        for (Period period : Period.values()) {
            if (numbers[period.ordinal()] != null) {
                counts.put(period, count(numbers[period.ordinal()], period));
            }
            if (spans[period.ordinal()] != null) {
                lengths.put(period, span(spans[period.ordinal()]));
            }
        }
        return new RetentionPolicy(counts, lengths, tags.stream().map(FilterOptions::split).toList());
    }

    private static int count(String text, Period period) throws CommandException {
        if (text.equals("unlimited") || text.equals("-1")) {
            return RetentionPolicy.UNLIMITED;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw CommandException.usage("--keep-" + period + " needs a number of snapshots or 'unlimited', not '"
                    + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static CalendarSpan span(String text) throws CommandException {
        try {
            return CalendarSpan.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new CommandException(ExitCode.USAGE, malformed.getMessage(), malformed);
        }
    }
}
