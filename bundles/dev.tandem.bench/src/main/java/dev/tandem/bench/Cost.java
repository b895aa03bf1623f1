package dev.tandem.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What one step took of one program: seconds and bytes, the repository as it was left. */
record Cost(double wall, double cpu, double peakMemory, double repository) {

    /** Returns the median of each measure for itself. */
    static Cost median(List<Cost> rounds) {
        return new Cost(median(rounds, Cost::wall), median(rounds, Cost::cpu),
                median(rounds, Cost::peakMemory), median(rounds, Cost::repository));
    }

    private static double median(List<Cost> rounds, ToDoubleFunction<Cost> measure) {
        double[] sorted = rounds.stream().mapToDouble(measure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Returns how many times as fast this is, and its share of the reference's CPU, memory and size. */
    Ratios against(Cost reference) {
        return new Ratios(reference.wall / wall, cpu / reference.cpu, peakMemory / reference.peakMemory,
                repository / reference.repository);
    }

    /** Above 1, {@code speed} is better than the reference; the others are worse. */
    record Ratios(double speed, double cpu, double peakMemory, double repository) { }
}
