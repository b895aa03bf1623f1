package dev.tandem.sync.internal.apply;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.plan.Step;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a run failed, and what therefore must not be tried: what lies below a directory that did not come to be, what
 * needs such a thing on the other side, what should take the place of something that did not give way, and the deletion
 * of directories something below which is not as planned. Thread-safe.
 */
final class Obstacles {
    private final Map<Side, Paths> sides = new EnumMap<>(Map.of(Side.LEFT, new Paths(), Side.RIGHT, new Paths()));

    /** What is not as planned on a side. */
    private static final class Paths {
        private final Map<RawPath, RawPath> failed = new HashMap<>();
        private final Set<RawPath> missing = new HashSet<>();
    }

    /** Notes that a step was not done. */
    synchronized void add(Step.Change step) {
        note(step.on(), step.path());
        if (step instanceof Step.Move move) {
            note(move.on(), move.from());
        }
        if (step instanceof Step.Move || step instanceof Step.MakeDirectory) {
            sides.get(step.on()).missing.add(step.path());
        }
    }

    private void note(Side side, RawPath path) {
        Map<RawPath, RawPath> failed = sides.get(side).failed;
        for (Optional<RawPath> at = Optional.of(path); at.isPresent(); at = at.get().parent()) {
            failed.putIfAbsent(at.get(), path);
        }
    }

    /** Returns why a step cannot be done; empty where nothing is known against it. */
    synchronized Optional<String> before(Step.Change step) {
        Optional<RawPath> obstacle = switch (step) {
            case Step.Move move -> missing(move.on(), move.from()).or(() -> missing(move.on(), move.path()));
            case Step.MakeDirectory made ->
                missing(made.on(), made.path()).or(() -> failed(made.on(), made.path()));
            case Step.Copy copy -> missing(copy.on(), copy.path()).or(() -> failed(copy.on(), copy.path()))
                    .or(() -> missing(copy.on().other(), copy.source()));
            case Step.SetAttributes set -> missing(set.on(), set.path())
                    .or(() -> failedItself(set.on(), set.path())).or(() -> failedItself(set.on().other(), set.path()));
            case Step.Delete delete ->
                missing(delete.on(), delete.path()).or(() -> failed(delete.on(), delete.path()));
        };
        return obstacle.map(path -> path + " is not as it was to be before this");
    }

    /** Returns why the base must not learn something about a path. */
    synchronized boolean isDoubtful(RawPath path) {
        return missing(Side.LEFT, path).isPresent() || missing(Side.RIGHT, path).isPresent();
    }

    /** Tells whether anything is not as planned. */
    synchronized boolean any() {
        return sides.values().stream().anyMatch(paths -> !paths.failed.isEmpty());
    }

    private Optional<RawPath> missing(Side side, RawPath path) {
        Set<RawPath> missing = sides.get(side).missing;
        for (Optional<RawPath> at = Optional.of(path); at.isPresent(); at = at.get().parent()) {
            if (missing.contains(at.get())) {
                return at;
            }
        }
        return Optional.empty();
    }

    private Optional<RawPath> failed(Side side, RawPath path) {
        return Optional.ofNullable(sides.get(side).failed.get(path));
    }

    private Optional<RawPath> failedItself(Side side, RawPath path) {
        return failed(side, path).filter(path::equals);
    }
}
