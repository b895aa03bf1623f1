package dev.tandem.scanner.selection;

import dev.tandem.scan.SelectionRule;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a filter file.
 *
 * @param text   the line, without its end
 * @param origin where it is, as a person finds it
 */
record Line(String text, String origin) {
    /** Returns the lines of a file that is called {@code file}. */
    static List<Line> of(List<String> lines, String file) {
        List<Line> all = new ArrayList<>(lines.size());
        for (String text : lines) {
            int number = all.size() + 1;
            String bare = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            boolean marked = number == 1 && bare.startsWith("\ufeff");
            all.add(new Line(marked ? bare.substring(1) : bare, "line " + number + " of " + file));
        }
        return all;
    }

    /** Returns the exception for a line that cannot be translated. */
    IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException(origin + ", \"" + text + "\": " + reason);
    }

    SelectionRule rule(boolean include, String pattern) {
        return new SelectionRule(include, pattern, false, origin);
    }
}
