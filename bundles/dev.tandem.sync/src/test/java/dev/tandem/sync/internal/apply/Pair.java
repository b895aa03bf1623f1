package dev.tandem.sync.internal.apply;

import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.FileVersion;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.internal.baseline.Baseline;
import dev.tandem.sync.internal.model.Agreement;
import dev.tandem.sync.internal.plan.Names;
import dev.tandem.sync.internal.plan.Plan;
import dev.tandem.sync.internal.replica.Faults;
import dev.tandem.sync.internal.replica.LogicalClock;
import dev.tandem.sync.internal.replica.MemoryOptions;
import dev.tandem.sync.internal.replica.MemoryReplica;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.version.Bases;
import dev.tandem.sync.internal.version.MemoryBaseline;
import dev.tandem.sync.internal.version.Outcome;
import dev.tandem.sync.internal.version.Recovery;
import dev.tandem.sync.internal.version.RunLog;
import dev.tandem.sync.internal.version.RunLogs;
import dev.tandem.sync.internal.version.Sides;
import dev.tandem.sync.internal.version.Undo;
import dev.tandem.sync.internal.version.VersionRetention;
import dev.tandem.sync.internal.version.Versions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Two sides in memory, what is remembered of them, and somebody who works on them. */
final class Pair {
    final LogicalClock clock = new LogicalClock();
    final Faults faults = new Faults();
    final MemoryReplica left;
    final MemoryReplica right;
    final MemoryBaseline baseline = new MemoryBaseline();
    final RunLogs logs;
    final List<SyncItem> items = Collections.synchronizedList(new ArrayList<>());
    Interference interference = new Interference();
    JobMonitor monitor = JobMonitor.SILENT;
    int workers = 1;

    Pair(Path folder) {
        this(folder, MemoryOptions.usual("left"), MemoryOptions.usual("right"));
    }

    Pair(Path folder, MemoryOptions left, MemoryOptions right) {
        this.left = new MemoryReplica(left, clock, faults);
        this.right = new MemoryReplica(right, clock, faults);
        this.logs = new RunLogs(folder);
    }

    static RawPath path(String text) {
        return RawPath.of(text);
    }

    MemoryReplica of(Side side) {
        return side == Side.LEFT ? left : right;
    }

    void write(Side side, String path, String content) throws IOException {
        for (RawPath above = path(path); above.parent().isPresent(); above = above.parent().get()) {
            if (!of(side).tree().containsKey(above.parent().get())) {
                mkdir(side, above.parent().get());
            }
        }
        of(side).write(path(path), content.getBytes(StandardCharsets.UTF_8));
    }

    private void mkdir(Side side, RawPath path) throws IOException {
        if (path.parent().isPresent() && !of(side).tree().containsKey(path.parent().get())) {
            mkdir(side, path.parent().get());
        }
        of(side).mkdir(path);
    }

    /** Lets so much time go by that nothing is young any more. */
    void later() {
        clock.advance(10_000_000_000L);
    }

    private Instant now() {
        return Instant.ofEpochSecond(0, clock.now());
    }

    private Sides sides() {
        return new Sides(interference.around(Replica.class, left), interference.around(Replica.class, right));
    }

    private Bases bases(Sides sides) {
        return new Bases(interference.around(Baseline.class, baseline), Names.EXACT, sides, this::now);
    }

    private RunLog log(Optional<String> undoes) throws IOException {
        // Nobody pulls the plug here: the disk need not be waited for.
        return interference.around(RunLog.class, logs.begin("left", "right", now(), undoes), "flush");
    }

    /** Does a plan. */
    Outcome run(Plan plan) throws IOException {
        Sides sides = sides();
        try (RunLog log = log(Optional.empty())) {
            return new Executor(sides, bases(sides), log, new Agreement(AttributeRules.USUAL, 1), workers)
                    .run(plan, items::add, monitor);
        }
    }

    /** Makes the right side what the left one is. */
    Outcome mirror() throws IOException {
        later();
        return run(Mirror.plan(this, List.of()));
    }

    /** Puts right what was interrupted. */
    void recover() throws IOException {
        Sides sides = sides();
        new Recovery(sides, bases(sides)).run(logs, monitor);
    }

    /** Takes a run back. */
    Outcome undo(String run) throws IOException {
        Sides sides = sides();
        try (RunLog log = log(Optional.of(run))) {
            return new Undo(sides, bases(sides), log, monitor).run(logs.read(run));
        }
    }

    Versions versions() {
        return new Versions(sides(), logs);
    }

    void restore(FileVersion version, RawPath target) throws IOException {
        later();
        Sides sides = sides();
        try (RunLog log = log(Optional.empty())) {
            versions().restore(version, target, bases(sides), log);
        }
    }

    void prune(VersionRetention retention, FileVersion used) throws IOException {
        versions().prune(retention, now(), used::equals);
    }

    /** Returns the contents of all files and links, wherever they are: in the trees or among the versions. */
    Set<String> contents() {
        Set<String> all = new HashSet<>();
        for (MemoryReplica side : List.of(left, right)) {
            all.addAll(side.tree().values());
            all.addAll(side.kept().values());
        }
        return all;
    }
}
