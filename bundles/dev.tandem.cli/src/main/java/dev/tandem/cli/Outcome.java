package dev.tandem.cli;

import java.util.Set;

/** The words a job has for what became of an item. */
final class Outcome {
    private static final Set<String> QUIET = Set.of("unchanged", "unmodified", "skipped");

    private Outcome() { }

    /** Tells whether nothing was done, so that only the most curious want to see it. */
    static boolean isQuiet(String outcome) {
        return QUIET.contains(outcome);
    }

    /** Returns restic's word for it. */
    static String asAction(String outcome) {
        return switch (outcome) {
            case "changed" -> "modified";
            case "unmodified" -> "unchanged";
            default -> outcome;
        };
    }
}
