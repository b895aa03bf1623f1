package dev.tandem.backup.internal.engine.edit;

import dev.tandem.backup.Compression;
import dev.tandem.backup.Id;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.RewriteRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotChange;
import dev.tandem.backup.SnapshotChange.What;
import dev.tandem.backup.TagChange;
import dev.tandem.backup.internal.engine.Selection;
import dev.tandem.backup.internal.engine.edit.Succession.Stored;
import dev.tandem.backup.internal.engine.edit.TreeMemo.Outcome;
import dev.tandem.backup.internal.engine.retention.Pins;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.scan.Filters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes new snapshots whose trees differ from those of others by a rule: all trees first, then the index of them, then
 * the snapshots.
 */
public final class Rewriting {
    private final Store store;
    private final RepositoryLock lock;
    private final EditRule rule;
    private final RewriteRequest request;
    private final String tag;
    private final JobMonitor monitor;
    private final Succession succession;

    private Rewriting(Store store, RepositoryLock lock, EditRule rule, RewriteRequest request, String tag,
            JobMonitor monitor) {
        this.store = store;
        this.lock = lock;
        this.rule = rule;
        this.request = request;
        this.tag = tag;
        this.monitor = monitor;
        this.succession = new Succession(store, lock);
    }

    /**
     * Takes out what patterns match.
     *
     * @param lock an exclusive one where snapshots are forgotten, held until this has ended
     */
    public static List<SnapshotChange> exclude(Store store, RepositoryLock lock, Filters filters, RewriteRequest request,
            JobMonitor monitor) throws IOException {
        EditRule rule = new Exclusion(Selection.compiled(filters, request.excludes(), false),
                Selection.compiled(filters, request.ignoreCaseExcludes(), true));
        boolean nothing = request.excludes().isEmpty() && request.ignoreCaseExcludes().isEmpty()
                && request.hostname().isEmpty() && request.time().isEmpty() && !request.summary();
        if (nothing) {
            throw new RepositoryException(Kind.INVALID, "there is nothing to do: say what to exclude, or which machine or"
                    + " time the snapshots shall have");
        }
        store.refreshIndex();
        return new Rewriting(store, lock, rule, request, "rewrite", monitor).run();
    }

    /**
     * Takes out what is lost.
     *
     * @param lock an exclusive one where snapshots are forgotten, held until this has ended
     */
    public static List<SnapshotChange> repair(Store store, RepositoryLock lock, List<Snapshot> snapshots, boolean forget,
            boolean dryRun, JobMonitor monitor) throws IOException {
        store.refreshIndex();
        RewriteRequest request = new RewriteRequest(snapshots, List.of(), List.of(), Optional.empty(), Optional.empty(),
                false, forget, dryRun);
        return new Rewriting(store, lock, new LostBlobs(store.index()), request, "repaired", monitor).run();
    }

    /** A snapshot that will change; without {@code after} nothing is left of it. */
    private record Plan(Stored before, Optional<Snapshot> after) { }

    private List<SnapshotChange> run() throws IOException {
        store.requireWritable();
        List<Plan> plans = new ArrayList<>();
        monitor.phase("reading snapshots");
        try (BlobWriter blobs = store.writer(lock, Compression.AUTO, request.dryRun())) {
            TreeRewriter trees = new TreeRewriter(store.reader(), blobs, rule, monitor);
            for (Stored stored : succession.load(request.snapshots())) {
                monitor.current("snapshot " + stored.snapshot().id().brief());
                plan(stored, trees).ifPresent(plans::add);
            }
            blobs.flush();
        }
        monitor.phase("saving snapshots");
        List<SnapshotChange> changes = new ArrayList<>();
        for (Plan plan : plans) {
            monitor.checkCancelled();
            changes.add(apply(plan));
        }
        return changes;
    }

    private Optional<Plan> plan(Stored stored, TreeRewriter trees) throws IOException {
        Snapshot before = stored.snapshot();
        Optional<Outcome> outcome = trees.rewrite(before.tree());
        if (outcome.isEmpty()) {
            return Optional.of(new Plan(stored, Optional.empty()));
        }
        Snapshot after = after(before, outcome.get());
        return after.equals(before) ? Optional.empty() : Optional.of(new Plan(stored, Optional.of(named(before, after))));
    }

    private Snapshot after(Snapshot before, Outcome outcome) {
        Edits edits = new Edits(before).tree(outcome.tree()).hostname(request.hostname().orElse(before.hostname()))
                .time(request.time().orElse(before.time()));
        boolean counted = request.summary()
                || (before.summary().isPresent() && !outcome.tree().equals(before.tree()));
        return (counted ? edits.total(outcome.files(), outcome.bytes()) : edits).snapshot();
    }

    private Snapshot named(Snapshot before, Snapshot after) {
        Edits edits = new Edits(after).original(before.id());
        TagChange added = new TagChange(Optional.empty(), request.forget() ? List.of() : List.of(tag), List.of());
        return edits.tags(added.of(before.tags())).snapshot();
    }

    private SnapshotChange apply(Plan plan) throws IOException {
        Snapshot before = plan.before.snapshot();
        if (plan.after.isEmpty()) {
            return nothingLeft(before);
        }
        What what = request.forget() ? What.REPLACED : What.COPIED;
        if (request.dryRun()) {
            return new SnapshotChange(before, what, Optional.empty());
        }
        byte[] json = plan.before.edited(plan.after.get());
        if (!request.forget()) {
            return new SnapshotChange(before, what, Optional.of(succession.save(json)));
        }
        succession.putAside(before.id());
        return new SnapshotChange(before, what, Optional.of(succession.replace(before.id(), json)));
    }

    private SnapshotChange nothingLeft(Snapshot before) throws IOException {
        if (!request.forget()) {
            monitor.problem(Problem.warning("snapshot " + before.id().brief(),
                    "nothing of it can be read. It stays; --forget would remove it"));
            return new SnapshotChange(before, What.LEFT, Optional.empty());
        }
        if (new Pins(store).list().contains(before.id())) {
            monitor.problem(Problem.warning("snapshot " + before.id().brief(),
                    "nothing of it can be read, but it is pinned, so it stays; 'unpin' it first if it shall go"));
            return new SnapshotChange(before, What.LEFT, Optional.empty());
        }
        if (!request.dryRun()) {
            succession.putAside(before.id());
            succession.remove(before.id());
        }
        return new SnapshotChange(before, What.REMOVED, Optional.empty());
    }
}
