package dev.tandem.cli.sync;

import dev.tandem.cli.CommandException;
import dev.tandem.sync.ConflictRule;
import dev.tandem.sync.Loser;
import dev.tandem.sync.SyncRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Who wins a conflict, and what becomes of the other version. */
final class ConflictOptions {
    private static final Set<String> TOKENS =
            Set.of("name", "ext", "origin", "host", "side", "date", "time", "n");
    private static final Pattern TOKEN = Pattern.compile("\\{([a-z]+)}");

    @Option(names = "--conflict", paramLabel = "[PATTERN=]POLICY", description = "what decides where both sides "
            + "changed: keep-both, newer, older, larger, smaller, prefer-left, prefer-right, skip, ask or one of a "
            + "plugin; with a pattern, like '*.log=newer', at those paths (repeatable, the first that matches counts; "
            + "without a pattern, where none does; default: keep-both)")
    List<String> policies = new ArrayList<>();

    @Option(names = "--loser", paramLabel = "WHERE", defaultValue = "version", description = "where the version that "
            + "lost goes: version, to the versions only; copy, beside the winner too (default: ${DEFAULT-VALUE})")
    Loser loser = Loser.VERSION;

    @Option(names = "--suffix", paramLabel = "TEXT", description = "what the name of a kept copy has more than the "
            + "original, or a whole pattern with {name} {ext} {origin} {host} {side} {date} {time} {n} (default: '"
            + SyncRules.CONFLICT_NAME + "')")
    String suffix;

    /**
     * Returns which policy decides where.
     *
     * @param known the names of the policies there are
     */
    List<ConflictRule> rules(List<String> known) throws CommandException {
        List<ConflictRule> rules = new ArrayList<>();
        List<ConflictRule> everywhere = new ArrayList<>();
        for (String text : policies) {
            int equals = text.lastIndexOf('=');
            String policy = policy(text.substring(equals + 1), known);
            if (equals == 0) {
                throw CommandException.usage("--conflict: '" + text + "' has no pattern before the =");
            }
            if (equals > 0) {
                rules.add(new ConflictRule(text.substring(0, equals), policy));
            } else {
                everywhere.add(ConflictRule.everywhere(policy));
            }
        }
        if (everywhere.size() > 1) {
            throw CommandException.usage("--conflict: both '" + everywhere.get(0).policy() + "' and '"
                    + everywhere.get(1).policy() + "' would decide everywhere; give one of them a pattern");
        }
        rules.addAll(everywhere);
        return rules;
    }

    private static String policy(String text, List<String> known) throws CommandException {
        return Stream.of(text, "prefer-" + text).filter(known::contains).findFirst()
                .orElseThrow(() -> CommandException.usage("--conflict: '" + text + "' is no policy; there are "
                        + known.stream().sorted().collect(Collectors.joining(", "))));
    }

    /** Returns how a kept copy is named. */
    String conflictName() throws CommandException {
        if (suffix == null) {
            return SyncRules.CONFLICT_NAME;
        }
        if (suffix.isBlank() || suffix.chars().anyMatch(c -> c == '/' || c == '\\' || c < ' ')) {
            throw CommandException.usage("--suffix: '" + suffix + "' makes no name for a copy; write text without "
                    + "slashes, like .conflict");
        }
        Matcher tokens = TOKEN.matcher(suffix);
        while (tokens.find()) {
            if (!TOKENS.contains(tokens.group(1))) {
                throw CommandException.usage("--suffix: there is no {" + tokens.group(1) + "}; there are "
                        + TOKENS.stream().sorted().map(name -> "{" + name + "}").collect(Collectors.joining(" ")));
            }
        }
        if (suffix.contains("{name}")) {
            return suffix;
        }
        return "{name}" + suffix + (suffix.contains("{ext}") ? "" : "{ext}");
    }
}
