package dev.tandem.bench;

import dev.tandem.bench.Scenario.Step;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All that was measured, and what went wrong. */
record Results(List<Sample> samples, Peer reference, List<String> problems) {

    /** Who did what on what. */
    record Task(Scenario scenario, Step step, Peer peer) implements Comparable<Task> {
        private static final Comparator<Task> ORDER =
                Comparator.comparing(Task::scenario).thenComparing(Task::step).thenComparing(task -> task.peer.name());

        @Override
        public int compareTo(Task other) {
            return ORDER.compare(this, other);
        }
    }

    /** A task, measured once. */
    record Sample(Task task, Cost cost) { }

    /** The medians of a task over all rounds, without ratios where the reference did not do it. */
    record Row(Task task, List<Cost> rounds, Cost median, Optional<Cost.Ratios> ratios) { }

    List<Row> rows() {
        TreeMap<Task, List<Cost>> rounds = samples.stream().collect(Collectors.groupingBy(
                Sample::task, TreeMap::new, Collectors.mapping(Sample::cost, Collectors.toList())));
        return rounds.entrySet().stream().map(entry -> {
            Task task = entry.getKey();
            Cost median = Cost.median(entry.getValue());
            Optional<Cost> compared =
                    Optional.ofNullable(rounds.get(new Task(task.scenario, task.step, reference))).map(Cost::median);
            return new Row(task, entry.getValue(), median, compared.map(median::against));
        }).toList();
    }
}
