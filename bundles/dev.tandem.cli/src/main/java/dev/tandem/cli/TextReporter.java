package dev.tandem.cli;

import dev.tandem.job.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells a person: two live lines on a terminal, and a line for each item where that is asked for. */
final class TextReporter implements Reporter {
    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final int OUTCOME_WIDTH = 9;

    private final Output output;
    private final int verbosity;
    private final boolean live;
    private final int width;
    private boolean ended;

    TextReporter(Output output, int verbosity, boolean live, int width) {
        this.output = output;
        this.verbosity = verbosity;
        this.live = live;
        this.width = width;
    }

    @Override
    public Duration interval() {
        return live ? REDRAW : Duration.ZERO;
    }

    @Override
    public synchronized void tick(Progress.View view) {
        boolean something = view.items() + view.bytes() > 0 || !view.current().isEmpty() || !view.phase().isEmpty();
        if (!ended && something) {
            output.live(lines(view, width));
        }
    }

    @Override
    public void item(String outcome, Object item, long bytes) {
        if (verbosity >= 2 || (verbosity == 1 && !Outcome.isQuiet(outcome))) {
            String size = bytes > 0 ? " (" + Units.size(bytes) + ")" : "";
            output.message(outcome + " ".repeat(Math.max(1, OUTCOME_WIDTH + 1 - outcome.length())) + item + size);
        }
    }

    @Override
    public void problem(Problem problem) {
        String text = problem.subject().isEmpty() ? problem.message() : problem.subject() + ": " + problem.message();
        switch (problem.severity()) {
            case ERROR -> output.error(text);
            case WARNING -> {
                if (verbosity >= 0) {
                    output.warning(text);
                }
            }
        }
    }

    @Override
    public void message(String text) {
        if (verbosity >= 0) {
            output.message(text);
        }
    }

    @Override
    public synchronized void end() {
        if (live && !ended) {
            output.live(List.of());
        }
        ended = true;
    }

    /** Returns the live lines for a terminal of {@code width} columns. */
    static List<String> lines(Progress.View view, int width) {
        List<String> parts = new ArrayList<>();
        view.fraction().ifPresent(f -> parts.add(String.format(Locale.ROOT, "%.1f%%", Math.floor(f * 1000) / 10)));
        parts.add(count(view));
        parts.add(bytes(view));
        if (view.bytesPerSecond() >= 1) {
            parts.add(Units.roughSize(Math.round(view.bytesPerSecond())) + "/s");
        }
        view.remaining().ifPresent(r -> parts.add("ETA " + Units.duration(r)));
        if (view.errors() > 0) {
            parts.add(Units.count(view.errors(), "error"));
        }
        String first = "[" + Units.duration(view.elapsed()) + "] " + String.join("  ", parts);
        String second = view.current().isEmpty() ? view.phase() : view.current();
        return List.of(cutEnd(first, width - 1), "  " + cutMiddle(second, width - 3));
    }

    private static String count(Progress.View view) {
        return view.expectedItems() > 0 ? view.items() + " / " + view.expectedItems() + " items" : view.items() + " items";
    }

    private static String bytes(Progress.View view) {
        String done = Units.roughSize(view.bytes());
        return view.expectedBytes() > 0 ? done + " / " + Units.roughSize(view.expectedBytes()) : done;
    }

    private static String cutEnd(String text, int length) {
        return text.length() <= length ? text : text.substring(0, Math.max(0, length));
    }

    // Both ends of a path say the most: where it is and what it is.
    private static String cutMiddle(String text, int length) {
        if (text.length() <= length || length < 5) {
            return cutEnd(text, length);
        }
        int head = (length - 1) / 3;
        return text.substring(0, head) + "…" + text.substring(text.length() - (length - 1 - head));
    }
}
