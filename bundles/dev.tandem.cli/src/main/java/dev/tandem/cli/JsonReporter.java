package dev.tandem.cli;

import dev.tandem.job.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells a program, with the messages and the field names restic's users know. */
final class JsonReporter implements Reporter {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Output output;
    private final String verb;
    private final int verbosity;
    private final boolean status;
    private boolean ended;

    /**
     * @param verb   what the job does, {@code "backup"}
     * @param status whether to say now and then how far it is
     */
    JsonReporter(Output output, String verb, int verbosity, boolean status) {
        this.output = output;
        this.verb = verb;
        this.verbosity = verbosity;
        this.status = status;
    }

    @Override
    public Duration interval() {
        return status ? INTERVAL : Duration.ZERO;
    }

    @Override
    public synchronized void tick(Progress.View view) {
        if (!ended) {
            output.jsonProgress(Json.line("status", status(view)));
        }
    }

    private Map<String, Object> status(Progress.View view) {
        boolean restore = verb.equals("restore");
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("seconds_elapsed", view.elapsed().toSeconds());
        view.remaining().ifPresent(r -> fields.put("seconds_remaining", r.toSeconds()));
        fields.put("percent_done", view.fraction().orElse(0.0));
        if (view.expectedItems() > 0) {
            fields.put("total_files", view.expectedItems());
        }
        fields.put(restore ? "files_restored" : "files_done", view.items());
        if (view.expectedBytes() > 0) {
            fields.put("total_bytes", view.expectedBytes());
        }
        fields.put(restore ? "bytes_restored" : "bytes_done", view.bytes());
        if (view.errors() > 0) {
            fields.put("error_count", view.errors());
        }
        if (!view.current().isEmpty()) {
            fields.put("current_files", List.of(view.current()));
        }
        return fields;
    }

    @Override
    public void item(String outcome, Object item, long bytes) {
        if (verbosity >= 2 || (verbosity == 1 && !Outcome.isQuiet(outcome))) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("action", Outcome.asAction(outcome));
            fields.put("item", item.toString());
            fields.put(verb.equals("backup") ? "data_size" : "size", bytes);
            output.jsonProgress(Json.line("verbose_status", fields));
        }
    }

    @Override
    public void problem(Problem problem) {
        switch (problem.severity()) {
            case ERROR -> output.jsonMessage(Json.line("error", fields(problem)));
            case WARNING -> {
                if (verbosity >= 0) {
                    output.jsonMessage(Json.line("warning", fields(problem)));
                }
            }
        }
    }

    private Map<String, Object> fields(Problem problem) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("error", Map.of("message", problem.message()));
        fields.put("during", verb.equals("backup") ? "archival" : verb);
        fields.put("item", problem.subject());
        return fields;
    }

    @Override
    public void message(String text) {
        if (verbosity >= 0) {
            output.jsonMessage(Json.line("message", Map.of("message", text)));
        }
    }

    @Override
    public synchronized void end() {
        ended = true;
    }
}
