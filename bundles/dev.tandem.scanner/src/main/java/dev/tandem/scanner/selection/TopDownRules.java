package dev.tandem.scanner.selection;

import dev.tandem.scan.SelectionRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down filters of programs that go down from the root, ask of each path whether it is left out, and look no
 * further where it is: there a pattern matches a path, but nothing below it.
 *
 * <p>Where nothing is ever taken back, it does no harm that a rule covers all below too. Else the rules for directories
 * come first, each for the directory itself and nothing below. {@code +} has {@code dir/} for that; {@code -} would make
 * {@code dir/**} of it, and has {@link #ITSELF} instead: it counts for directories, as two stars are in it, but what
 * follows them, a doubled slash, is in no path. Those for files come last, so that the directories rclone looks into
 * for the sake of included files are those no rule has decided on.
 */
final class TopDownRules {
    private static final String ITSELF = "{/,**//}";

    private TopDownRules() {
    }

    /**
     * A pattern that matches a path.
     *
     * @param pattern         without {@code **} where it includes
     * @param directoriesOnly whether it does not match files
     */
    record Own(String origin, boolean include, boolean ignoreCase, boolean directoriesOnly, String pattern) {
        SelectionRule rule(String end) {
            return new SelectionRule(include, pattern + end, ignoreCase, origin);
        }
    }

    /** Returns the rules for patterns of which the first that matches counts. */
    static List<SelectionRule> of(List<Own> patterns) {
        List<SelectionRule> rules = new ArrayList<>();
        boolean takesBack = patterns.stream().anyMatch(Own::include);
        for (Own own : patterns) {
            if (!takesBack && !own.directoriesOnly) {
                rules.add(own.rule(""));
            }
            rules.add(own.rule(own.include || !takesBack ? "/" : ITSELF));
        }
        if (takesBack) {
            patterns.stream().filter(own -> !own.directoriesOnly).map(own -> own.rule("")).forEach(rules::add);
        }
        return rules;
    }
}
