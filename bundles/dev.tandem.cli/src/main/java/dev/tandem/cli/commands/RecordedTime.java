package dev.tandem.cli.commands;

import dev.tandem.cli.CommandException;
import dev.tandem.command.ExitCode;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * A time as it is given for a backup.
 *
 * @param time the time, with the zone's offset
 */
record RecordedTime(OffsetDateTime time) {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    /** Parses {@code now}, {@code 2006-01-02 15:04:05} by the clock of this machine, or RFC 3339. */
    static RecordedTime parse(String text) throws CommandException {
        if (text.equals("now")) {
            return new RecordedTime(OffsetDateTime.now());
        }
        try {
            return new RecordedTime(text.contains("T") ? OffsetDateTime.parse(text)
                    : LocalDateTime.parse(text, LOCAL).atZone(ZoneId.systemDefault()).toOffsetDateTime());
        } catch (DateTimeParseException malformed) {
            throw new CommandException(ExitCode.USAGE, "'" + text + "' is no time; write '2006-01-02 15:04:05', "
                    + "2006-01-02T15:04:05+01:00 or now", malformed);
        }
    }
}
