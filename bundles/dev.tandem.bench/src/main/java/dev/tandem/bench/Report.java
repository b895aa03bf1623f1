package dev.tandem.bench;

import dev.tandem.bench.Cost.Ratios;
import dev.tandem.bench.Peer.Kind;
import dev.tandem.bench.Results.Moves;
import dev.tandem.bench.Results.Row;
import dev.tandem.bench.Results.Task;
import dev.tandem.bench.Scenario.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Puts results into words for a person or for a program. */
final class Report {
    private static final double MIB = 1 << 20;

    private Report() { }

    /** Returns one table of all medians with their ratios, what Tandem was to reach, and the problems. */
    static List<String> text(Results results) {
        List<String> lines = new ArrayList<>();
        lines.add("Medians. speed: how many times as fast as " + results.reference().map(peer -> peer.name() + ", or ").orElse("")
                + "at syncs the faster of unison and bisync; in parentheses: share of its CPU time, memory and size.");
        lines.add(String.format("%-22s %9s %6s %17s %18s %18s", "", "wall s", "speed", "CPU s", "peak MiB", "repository MiB"));
        String heading = "";
        for (Row row : results.rows()) {
            String own = row.task().scenario().title + ": " + row.task().step().title;
            if (!own.equals(heading)) {
                lines.add(own);
                heading = own;
            }
            Cost cost = row.median();
            lines.add(line("  %-20s %9.2f %6s %8.2f %8s %9.1f %8s %9.1f %8s", row.task().peer().name(),
                    cost.wall(), ratio(row, "%.2f", Ratios::speed), cost.cpu(), ratio(row, "(%.2f)", Ratios::cpu),
                    cost.peakMemory() / MIB, ratio(row, "(%.2f)", Ratios::peakMemory),
                    cost.repository() / MIB, ratio(row, "(%.3f)", Ratios::repository)));
        }
        results.rows().stream().filter(row -> row.task().peer().kind() == Kind.TANDEM)
                .forEach(row -> lines.addAll(row.task().scenario().isSync() ? syncGoals(results, row) : goals(row)));
        results.moves().forEach(moves -> lines.add(line("%-7s %s, %s: %s kept %,d of %,d files instead of copying them",
                moves.task().peer().kind() != Kind.TANDEM ? "note" : moves.moved() == moves.all() ? "reached" : "MISSED",
                moves.task().scenario().title, moves.task().step().title, moves.task().peer().name(), moves.moved(), moves.all())));
        results.problems().forEach(problem -> lines.add("PROBLEM " + problem));
        return lines;
    }

    private static List<String> goals(Row row) {
        Task task = row.task();
        if (task.scenario() == Scenario.MEMORY) {
            return List.of(goal(task, "MiB of memory", row.median().peakMemory() / MIB, "at most", 512));
        }
        if (task.scenario() == Scenario.STORE) {
            List<String> goals = new ArrayList<>();
            row.ratios().ifPresent(ratios -> goals.add(goal(task, "speed", ratios.speed(), "at least", 1)));
            goals.add(goal(task, "MiB of memory", row.median().peakMemory() / MIB, "at most", 1024));
            return goals;
        }
        if (task.scenario().isRemote()) {
            return row.ratios().map(ratios -> List.of(goal(task, "speed", ratios.speed(), "at least", 1.3))).orElse(List.of());
        }
        return row.ratios().map(ratios -> switch (task.step()) {
            case FIRST -> List.of(goal(task, "speed", ratios.speed(), "at least", 1.5),
                    goal(task, "size", ratios.repository(), "at most", 1.02));
            case UNCHANGED -> List.of(goal(task, "speed", ratios.speed(), "at least", 2));
            case RESTORE -> List.of(goal(task, "speed", ratios.speed(), "at least", 1.5));
            default -> List.<String>of();
        }).orElse(List.of());
    }

    /** At half a million files to find nothing may take as long as it takes Unison; all else half the time of others. */
    private static List<String> syncGoals(Results results, Row row) {
        Task task = row.task();
        Optional<Cost> unison = results.median(task, peer -> peer.kind() == Kind.UNISON);
        List<String> goals = new ArrayList<>();
        if (task.scenario() == Scenario.SYNC_LARGE && task.step() == Step.SYNC_NOTHING) {
            unison.ifPresent(cost -> goals.add(goal(task, "speed of unison", row.median().against(cost).speed(), "at least", 1)));
        } else {
            row.ratios().ifPresent(ratios -> goals.add(goal(task, "speed", ratios.speed(), "at least", 2)));
        }
        double memory = Math.max(512, unison.map(Cost::peakMemory).orElse(0.0) / MIB);
        goals.add(goal(task, "MiB of memory", row.median().peakMemory() / MIB, "at most", memory));
        return goals;
    }

    private static String goal(Task task, String measure, double reached, String bound, double wanted) {
        boolean isMet = bound.equals("at least") ? reached >= wanted : reached <= wanted;
        return line("%-7s %s, %s: %s %.2f, %s %.2f wanted", isMet ? "reached" : "MISSED", task.scenario().title,
                task.step().title, measure, reached, bound, wanted);
    }

    private static String ratio(Row row, String format, ToDoubleFunction<Ratios> which) {
        return row.ratios().map(ratios -> line(format, which.applyAsDouble(ratios))).orElse("");
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Returns an object for each row, and a last one with the problems. */
    static List<String> json(Results results) {
        List<String> lines = new ArrayList<>();
        for (Row row : results.rows()) {
            Map<String, Object> members = about("result", row.task());
            members.put("wall_seconds", row.median().wall());
            members.put("cpu_seconds", row.median().cpu());
            members.put("peak_memory_bytes", Math.round(row.median().peakMemory()));
            members.put("repository_bytes", Math.round(row.median().repository()));
            row.ratios().ifPresent(ratios -> {
                members.put("speed_ratio", ratios.speed());
                members.put("cpu_ratio", ratios.cpu());
                members.put("peak_memory_ratio", ratios.peakMemory());
                members.put("repository_ratio", ratios.repository());
            });
            members.put("wall_seconds_of_rounds", row.rounds().stream().map(Cost::wall).toList());
            lines.add(json(members));
        }
        for (Moves moves : results.moves()) {
            Map<String, Object> members = about("moves", moves.task());
            members.put("moved", moves.moved());
            members.put("files", moves.all());
            lines.add(json(members));
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("message_type", "summary");
        summary.put("reference", results.reference().map(Peer::name).orElse(""));
        summary.put("problems", results.problems());
        lines.add(json(summary));
        return lines;
    }

    private static Map<String, Object> about(String type, Task task) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("message_type", type);
        members.put("scenario", task.scenario().name().toLowerCase(Locale.ROOT));
        members.put("step", task.step().name().toLowerCase(Locale.ROOT));
        members.put("program", task.peer().name());
        return members;
    }

    static String json(Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.entrySet().stream().map(member -> json(member.getKey()) + ":" + json(member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
            case List<?> list -> list.stream().map(Report::json).collect(Collectors.joining(",", "[", "]"));
            // JSON has no infinity, the ratio to a time too short to be measured.
            case Double number -> Double.isFinite(number) ? line("%.4f", number) : "null";
            case Long number -> number.toString();
            default -> value.toString().codePoints().mapToObj(Report::escaped).collect(Collectors.joining("", "\"", "\""));
        };
    }

    private static String escaped(int character) {
        return character < ' ' || character == '"' || character == '\\'
                ? line("\\u%04x", character) : Character.toString(character);
    }
}
