package dev.tandem.bench;

import dev.tandem.bench.Peer.Kind;
import dev.tandem.bench.Scenario.Step;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that was measured, and what went wrong.
 *
 * @param reference what backups are compared with
 * @param moves     of the folders that were renamed
 */
record Results(List<Sample> samples, Optional<Peer> reference, List<Moves> moves, List<String> problems) {

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

    /** How many files of a renamed folder were renamed on the other side too, and not copied. */
    record Moves(Task task, long moved, long all) { }

    /** The medians of a task over all rounds, without ratios where the reference did not do it. */
    record Row(Task task, List<Cost> rounds, Cost median, Optional<Cost.Ratios> ratios) { }

    List<Row> rows() {
        TreeMap<Task, List<Cost>> rounds = samples.stream().collect(Collectors.groupingBy(
                Sample::task, TreeMap::new, Collectors.mapping(Sample::cost, Collectors.toList())));
        return rounds.entrySet().stream().map(entry -> {
            Task task = entry.getKey();
            Cost median = Cost.median(entry.getValue());
            return new Row(task, entry.getValue(), median, compared(task).map(median::against));
        }).toList();
    }

    /** Returns what a task is compared with: of syncs the faster of those that sync both ways as Tandem does. */
    private Optional<Cost> compared(Task task) {
        if (!task.scenario.isSync()) {
            return median(task, peer -> reference.filter(peer::equals).isPresent());
        }
        return Stream.of(Kind.UNISON, Kind.BISYNC)
                .flatMap(kind -> median(task, peer -> peer.kind() == kind).stream())
                .min(Comparator.comparing(Cost::wall));
    }

    /** Returns what a program took for the step of a task. */
    Optional<Cost> median(Task task, Predicate<Peer> program) {
        List<Cost> costs = samples.stream().filter(sample -> sample.task.scenario == task.scenario
                && sample.task.step == task.step && program.test(sample.task.peer)).map(Sample::cost).toList();
        return costs.isEmpty() ? Optional.empty() : Optional.of(Cost.median(costs));
    }
}
