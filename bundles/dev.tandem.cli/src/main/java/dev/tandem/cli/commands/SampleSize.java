package dev.tandem.cli.commands;

import dev.tandem.backup.Proof.Sample;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.Units;
import dev.tandem.command.ExitCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a person says how much of a snapshot to prove: {@code 200}, {@code 5%} or {@code 2G}. */
final class SampleSize {
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]+)?)%");
    private static final Pattern COUNT = Pattern.compile("[0-9]+");

    private SampleSize() { }

    static Sample parse(String text) throws CommandException {
        Matcher percent = PERCENT.matcher(text);
        if (percent.matches()) {
            double share = Double.parseDouble(percent.group(1));
            return share > 0 && share <= 100 ? new Sample.Share(share)
                    : refuse("needs a share above 0% and up to 100%");
        }
        if (COUNT.matcher(text).matches()) {
            int files = text.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(text);
            return files > 0 && files <= Sample.MOST_FILES ? new Sample.Some(files, Long.MAX_VALUE)
                    : refuse("needs 1 to " + Sample.MOST_FILES + " files; for more, name a share (20%) or use --all");
        }
        try {
            long bytes = Units.parseSize(text);
            return bytes > 0 ? new Sample.Some(Sample.MOST_FILES, bytes) : refuse("needs a size above zero");
        } catch (IllegalArgumentException malformed) {
            throw new CommandException(ExitCode.USAGE, "'" + text + "' is no sample; write a number of files, a share "
                    + "(5%) or a size (500M)", malformed);
        }
    }

    private static Sample refuse(String reason) throws CommandException {
        throw CommandException.usage("--sample " + reason);
    }

    /** Returns the sample in the same words. */
    static String text(Sample sample) {
        return switch (sample) {
            case Sample.All _ -> "everything";
            case Sample.Share(double percent) -> (percent == Math.rint(percent) ? Long.toString((long) percent)
                    : Double.toString(percent)) + "%";
            case Sample.Some some when some.bytes() == Long.MAX_VALUE -> Units.count(some.files(), "file");
            case Sample.Some some when some.files() == Sample.MOST_FILES -> Units.size(some.bytes());
            case Sample.Some some -> Units.count(some.files(), "file") + ", " + Units.size(some.bytes());
        };
    }
}
