package dev.tandem.backup.internal.engine.retention;

import dev.tandem.backup.Id;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.UndoReport;
import dev.tandem.backup.UndoReport.Lost;
import dev.tandem.backup.internal.engine.TreeCheck;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Brings forgotten snapshots back, those that are still whole. */
public final class Undo {
    private final Store store;
    private final JobMonitor monitor;
    private final Forgotten forgotten;

    public Undo(Store store, JobMonitor monitor) {
        this.store = store;
        this.monitor = monitor;
        this.forgotten = new Forgotten(store);
    }

    /** Returns the snapshots that could be brought back, oldest first. */
    public List<Snapshot> candidates() throws IOException {
        List<Snapshot> snapshots = new ArrayList<>();
        for (Id id : forgotten.list()) {
            monitor.checkCancelled();
            try {
                forgotten.read(id).ifPresent(copy -> snapshots.add(copy.snapshot()));
            } catch (DamagedException e) {
                monitor.problem(Problem.error("snapshot " + id.brief(), e.getMessage()));
            }
        }
        snapshots.sort(Comparator.comparing((Snapshot s) -> s.time().toInstant()).thenComparing(Snapshot::id));
        return snapshots;
    }

    /** Brings snapshots back, alone in the repository. */
    public UndoReport run(Set<Id> ids, RepositoryLock lock) throws IOException {
        List<Lost> lost = new ArrayList<>();
        List<Forgotten.Copy> copies = copies(ids, lost);
        monitor.phase("checking trees");
        store.refreshIndex();
        TreeCheck trees = new TreeCheck(store.reader(), store.index(), monitor);
        copies.forEach(copy -> trees.check(copy.snapshot().tree()));
        TreeCheck.Lost missing = new TreeCheck.Lost(new HashSet<>(trees.unreadable().keySet()), trees.missing());
        trees.mark(copies.stream().map(Forgotten.Copy::snapshot).toList(), missing);
        monitor.phase("bringing back snapshots");
        List<Snapshot> restored = new ArrayList<>();
        for (Forgotten.Copy copy : copies) {
            monitor.checkCancelled();
            List<String> affected = trees.affected(List.of(copy.snapshot()), missing);
            if (affected.isEmpty()) {
                forgotten.putBack(copy, lock);
                restored.add(copy.snapshot());
            } else {
                lost.add(new Lost(copy.snapshot().id(), "what it needs is not there any more, a prune may have removed"
                        + " it: " + affected.getFirst()));
            }
        }
        return new UndoReport(List.copyOf(restored), List.copyOf(lost));
    }

    private List<Forgotten.Copy> copies(Set<Id> ids, List<Lost> lost) throws IOException {
        List<Forgotten.Copy> copies = new ArrayList<>();
        for (Id id : ids) {
            try {
                copies.add(forgotten.read(id).orElseThrow(() -> new RepositoryException(Kind.NOT_FOUND,
                        "no forgotten snapshot " + id.brief() + " was kept: it was not forgotten, or a prune came"
                                + " since. Nothing was brought back")));
            } catch (DamagedException e) {
                lost.add(new Lost(id, e.getMessage()));
            }
        }
        return copies;
    }
}
