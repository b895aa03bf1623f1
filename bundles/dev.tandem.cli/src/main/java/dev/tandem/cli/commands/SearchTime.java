package dev.tandem.cli.commands;

import dev.tandem.cli.CommandException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** A time as it is given to search for files: to the day, the minute or the second. */
final class SearchTime {
    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .appendPattern("[uuuu-MM-dd][dd.MM.uuuu][' ']['T'][HH:mm[:ss]][' '][xx][xxx]['Z']")
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0).parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0).toFormatter(Locale.ROOT);

    private SearchTime() { }

    /** Parses {@code 2006-01-02}, {@code 02.01.2006}, with {@code 15:04[:05]}, with {@code +0100}. */
    static Instant parse(String text) throws CommandException {
        try {
            ZoneId zone = text.endsWith("Z") ? ZoneId.of("UTC") : ZoneId.systemDefault();
            return ZonedDateTime.parse(text.strip(), FORMAT.withZone(zone)).toInstant();
        } catch (DateTimeParseException malformed) {
            throw CommandException.usage("'" + text + "' is no time; write '2006-01-02' or '2006-01-02 15:04:05'");
        }
    }
}
