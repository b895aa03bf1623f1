package dev.tandem.backup.internal.engine.retention;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.ForgetReport;
import dev.tandem.backup.ForgetReport.Group;
import dev.tandem.backup.ForgetRequest.Choice;
import dev.tandem.backup.Id;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.internal.store.Background;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out which snapshots go, and takes them away: first the whole plan, with all that forbids it, then the deed. */
public final class Forget {
    /** Each waits for the storage, mostly. */
    private static final int AT_ONCE = 8;

    private final Store store;
    private final JobMonitor monitor;
    private final Set<Id> pinned;
    private final List<Snapshot> snapshots;
    private final List<IOException> unreadable = new ArrayList<>();

    /** Looks at the snapshots there are; the caller keeps others from changing them if it wants more than a plan. */
    public Forget(Store store, JobMonitor monitor) throws IOException {
        this.store = store;
        this.monitor = monitor;
        monitor.phase("loading snapshots");
        this.pinned = new Pins(store).list();
        this.snapshots = store.snapshots(unreadable::add);
    }

    /** Returns this if the snapshots and pins are still the ones it looked at, else one that looked again. */
    public Forget upToDate() throws IOException {
        Set<Id> known = snapshots.stream().map(Snapshot::id).collect(Collectors.toSet());
        Set<Id> present = store.files().list(FileKind.SNAPSHOT).stream().map(StoredFile::id).collect(Collectors.toSet());
        return known.equals(present) && pinned.equals(new Pins(store).list()) ? this : new Forget(store, monitor);
    }

    /** Returns which snapshots would be forgotten. */
    public ForgetReport plan(Choice choice) throws IOException {
        return switch (choice) {
            case Choice.Named(List<Id> ids) -> new ForgetReport(List.of(), named(ids), 0);
            case Choice.ByPolicy byPolicy -> byPolicy(byPolicy);
        };
    }

    private List<Snapshot> named(List<Id> ids) throws RepositoryException {
        Map<Id, Snapshot> byId = new TreeMap<>();
        snapshots.forEach(snapshot -> byId.put(snapshot.id(), snapshot));
        for (Id id : ids) {
            if (!byId.containsKey(id)) {
                throw new RepositoryException(Kind.NOT_FOUND, "there is no snapshot " + id.brief() + " that can be"
                        + " read; nothing was forgotten");
            }
        }
        List<String> protectedOnes = ids.stream().filter(pinned::contains).map(Id::brief).toList();
        if (!protectedOnes.isEmpty()) {
            throw new RepositoryException(Kind.REFUSED, "pinned and not to be forgotten: snapshot "
                    + String.join(", ", protectedOnes) + ". Nothing was forgotten; 'unpin' it first if it shall go");
        }
        return ids.stream().distinct().map(byId::get).toList();
    }

    private ForgetReport byPolicy(Choice.ByPolicy choice) throws RepositoryException {
        if (choice.policy().isEmpty() && !(choice.allowRemoveAll() && !choice.filter().equals(SnapshotFilter.ALL))) {
            throw new RepositoryException(Kind.INVALID, "the policy has no rule and would keep nothing; say what"
                    + " to keep");
        }
        unreadable.forEach(e -> monitor.problem(Problem.error("snapshot", e.getMessage() + "; it stays")));
        List<Snapshot> considered = snapshots.stream().filter(choice.filter()::accepts).toList();
        List<List<String>> idleTags = choice.policy().tags().stream()
                .filter(tags -> considered.stream().noneMatch(snapshot -> Keeping.tagged(snapshot, tags))).toList();
        Keeping keeping = new Keeping(choice.policy(), pinned, Instant.now(), ZoneId.systemDefault());
        List<Group> groups = new ArrayList<>();
        choice.grouping().group(considered).forEach((key, group) -> groups.add(keeping.decide(key, group)));
        if (!choice.allowRemoveAll()) {
            refuseToEmpty(groups, idleTags);
        }
        if (!considered.isEmpty()) {
            idleTags.forEach(tags -> monitor.problem(Problem.warning("", "no snapshot has the tags " + tags
                    + " that were to be kept" + tagsThereAre(considered))));
        }
        return new ForgetReport(groups, groups.stream().flatMap(group -> group.removed().stream()).toList(),
                unreadable.size());
    }

    private static void refuseToEmpty(List<Group> groups, List<List<String>> idleTags) throws RepositoryException {
        List<Group> emptied = groups.stream().filter(Group::unwanted).toList();
        if (emptied.isEmpty()) {
            return;
        }
        Group first = emptied.getFirst();
        List<Snapshot> all = Stream.concat(first.removed().stream(), first.kept().stream().map(kept -> kept.snapshot()))
                .toList();
        throw new RepositoryException(Kind.REFUSED, "the policy keeps none of the " + all.size() + " snapshots of "
                + first.key() + (emptied.size() > 1 ? " and none of " + (emptied.size() - 1) + " more groups" : "")
                + (idleTags.isEmpty() ? "" : ": no snapshot has the tags " + idleTags.getFirst() + tagsThereAre(all))
                + ". Nothing was forgotten; correct the policy, or forget them all the same with"
                + " --unsafe-allow-remove-all");
    }

    private static String tagsThereAre(List<Snapshot> snapshots) {
        Set<String> tags = snapshots.stream().flatMap(snapshot -> snapshot.tags().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return tags.isEmpty() ? "; there are no tags at all" : "; there are " + tags;
    }

    /** Forgets the snapshots of a plan, alone in the repository. */
    public void apply(ForgetReport plan, RepositoryLock lock) throws IOException {
        monitor.phase("forgetting snapshots");
        monitor.expect(plan.removed().size(), 0);
        Forgotten forgotten = new Forgotten(store);
        AtomicBoolean failed = new AtomicBoolean();
        try (ExecutorService some = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<?>> all = new ArrayList<>();
            for (Snapshot snapshot : plan.removed()) {
                all.add(some.submit(() -> take(snapshot.id(), forgotten, lock, failed)));
            }
            for (Future<?> each : all) {
                Background.await(each);
            }
        }
        monitor.checkCancelled();
    }

    private Void take(Id snapshot, Forgotten forgotten, RepositoryLock lock, AtomicBoolean failed) throws IOException {
        if (failed.get() || monitor.cancelled()) {
            return null;
        }
        try {
            if (!forgotten.take(snapshot, lock)) {
                monitor.problem(Problem.warning("snapshot " + snapshot.brief(), "it cannot be brought back: this storage"
                        + " keeps the files of restic only, and no forgotten ones"));
            }
            monitor.advance(1, 0);
        } catch (IOException e) {
            failed.set(true);
            throw e;
        }
        return null;
    }
}
