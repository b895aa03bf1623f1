package dev.tandem.cli.sync;

import dev.tandem.cli.CommandException;
import dev.tandem.cli.TextFile;
import dev.tandem.command.CommandContext;
import dev.tandem.command.ExitCode;
import dev.tandem.scan.Selection;
import dev.tandem.scan.SelectionRule;
import dev.tandem.scan.Selections;
import dev.tandem.scan.Selections.Syntax;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/**
 * Which paths take part: rules in the order they are given, of which the first that matches counts. What none matches
 * takes part, unless an {@code --include} is the last word: that would say nothing, so it means "and nothing else".
 */
final class SelectionOptions {
    private static final String EVERYTHING = "**";

    /** One rule or file of rules. Each is a group of its own, as only groups are remembered in their order. */
    static final class Given {
        @Option(names = {"-i", "--include"}, paramLabel = "PATTERN", description = "what matches takes part; where "
                + "no rule that excludes comes after it, nothing else does (repeatable; the first match counts)")
        String include;

        @Option(names = {"-e", "--exclude"}, paramLabel = "PATTERN",
                description = "what matches does not take part, and is left alone on both sides (repeatable; "
                        + "files like .DS_Store and *.part never do unless a rule includes them)")
        String exclude;

        @Option(names = "--filter", paramLabel = "RULE", description = "a rule as rclone writes it: '- PATTERN', "
                + "'+ PATTERN', or '!' to forget those before (repeatable)")
        String filter;

        @Option(names = "--filter-file", paramLabel = "FILE",
                description = "read such rules from a file (repeatable; - is standard input)")
        String file;

        @Option(names = "--import-filter", paramLabel = "SYNTAX:FILE", description = "read rules written for "
                + "gitignore, syncthing, unison or rclone: gitignore:.gitignore (repeatable)")
        String imported;

        private boolean forgets() {
            return filter != null && filter.strip().equals("!");
        }

        private List<SelectionRule> rules(CommandContext context, Selections selections)
                throws IOException, CommandException {
            if (include != null) {
                return List.of(new SelectionRule(true, notEmpty("--include", include), false, "--include"));
            }
            if (exclude != null) {
                return List.of(new SelectionRule(false, notEmpty("--exclude", exclude), false, "--exclude"));
            }
            if (filter != null) {
                return selections.translate(Syntax.RCLONE, List.of(notEmpty("--filter", filter)), "--filter").stream()
                        .map(rule -> new SelectionRule(rule.include(), rule.pattern(), rule.ignoreCase(), "--filter"))
                        .toList();
            }
            if (file != null) {
                return selections.translate(Syntax.RCLONE, TextFile.lines(context, file), file);
            }
            int colon = imported.indexOf(':');
            Syntax syntax = syntax(imported.substring(0, Math.max(0, colon)));
            String from = notEmpty("--import-filter", imported.substring(colon + 1));
            return selections.translate(syntax, TextFile.lines(context, from), from);
        }

        private Syntax syntax(String name) throws CommandException {
            return Stream.of(Syntax.values()).filter(syntax -> syntax.name().equalsIgnoreCase(name)).findFirst()
                    .orElseThrow(() -> CommandException.usage("--import-filter: '" + imported + "' does not begin with "
                            + Stream.of(Syntax.values()).map(syntax -> syntax.name().toLowerCase(Locale.ROOT) + ":")
                                    .collect(Collectors.joining(", ")) + " to tell how the file is written"));
        }

        private static String notEmpty(String option, String text) throws CommandException {
            if (text.isBlank()) {
                throw CommandException.usage(option + " is empty; is a variable of a script not set?");
            }
            return text;
        }
    }

    @ArgGroup(exclusive = true, multiplicity = "0..*")
    List<Given> given = new ArrayList<>();

    /**
     * Returns the rules, the first that matches counts.
     *
     * @param ignoreCase whether names that differ in case only mean the same file
     */
    List<SelectionRule> rules(CommandContext context, Selections selections, boolean ignoreCase)
            throws IOException, CommandException {
        List<SelectionRule> rules = new ArrayList<>();
        boolean nothingElse = false;
        try {
            for (Given each : given) {
                if (each.forgets()) {
                    rules.clear();
                    nothingElse = false;
                    continue;
                }
                List<SelectionRule> more = each.rules(context, selections);
                boolean excludes = more.stream().anyMatch(rule -> !rule.include());
                nothingElse = each.include != null || nothingElse && !excludes;
                rules.addAll(more);
            }
            if (nothingElse) {
                rules.add(new SelectionRule(false, EVERYTHING, false, "--include"));
            }
            List<SelectionRule> all = rules.stream().map(rule -> new SelectionRule(rule.include(), rule.pattern(),
                    rule.ignoreCase() || ignoreCase, rule.origin())).toList();
            selections.select(all);
            return all;
        } catch (IllegalArgumentException malformed) {
            throw new CommandException(ExitCode.USAGE, malformed.getMessage(), malformed);
        }
    }

    /** Returns what takes part by these rules, with those no run is without. */
    Selection selection(CommandContext context, Selections selections, boolean ignoreCase)
            throws IOException, CommandException {
        List<SelectionRule> all = new ArrayList<>(selections.own());
        all.addAll(rules(context, selections, ignoreCase));
        all.addAll(selections.builtIn());
        return selections.select(all);
    }
}
