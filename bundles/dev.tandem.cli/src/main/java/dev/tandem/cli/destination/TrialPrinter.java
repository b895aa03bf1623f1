package dev.tandem.cli.destination;

import dev.tandem.cli.Units;
import dev.tandem.command.CommandContext;
import dev.tandem.storage.TrialResult;
import dev.tandem.storage.TrialResult.Verdict;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** Prints each rule as soon as it was tried, under the subject it is about. */
final class TrialPrinter implements Consumer<TrialResult> {
    private final CommandContext context;
    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    private String subject = "";

    TrialPrinter(CommandContext context) {
        this.context = context;
    }

    @Override
    public void accept(TrialResult result) {
        if (context.cancelled()) {
            throw new CancellationException();
        }
        counts.merge(result.verdict(), 1, Integer::sum);
        context.emit("trial", result);
        if (!result.subject().equals(subject)) {
            subject = result.subject();
            context.print(subject);
        }
        context.print("  " + mark(result.verdict()) + "  " + result.sentence()
                + (result.took().toMillis() < 1000 ? "" : " (" + Units.duration(result.took()) + ")"));
        if (!result.reason().isEmpty()) {
            context.print("          " + result.reason());
        }
        result.notes().forEach(note -> context.print("          note: " + note));
    }

    private static String mark(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> "ok    ";
            case BROKEN -> "BROKEN";
            case NOT_TRIED -> "-     ";
        };
    }

    /** Prints the end, and returns whether nothing is broken. */
    boolean end() {
        Map<String, Integer> summary = new TreeMap<>();
        for (Verdict verdict : Verdict.values()) {
            summary.put(verdict.name().toLowerCase(Locale.ROOT), count(verdict));
        }
        context.emit("summary", summary);
        context.print(Units.count(count(Verdict.HOLDS), "rule") + " held, " + count(Verdict.BROKEN) + " broken, "
                + count(Verdict.NOT_TRIED) + " not tried");
        return count(Verdict.BROKEN) == 0;
    }

    private int count(Verdict verdict) {
        return counts.getOrDefault(verdict, 0);
    }
}
