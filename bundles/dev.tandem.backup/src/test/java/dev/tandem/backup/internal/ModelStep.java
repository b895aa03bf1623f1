package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.Compression;
import dev.tandem.backup.CopyReport;
import dev.tandem.backup.ForgetRequest;
import dev.tandem.backup.ForgetRequest.Choice;
import dev.tandem.backup.Id;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.PruneRequest.MaxUnused;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RewriteRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotChange;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.SnapshotGrouping;
import dev.tandem.backup.TagChange;
import dev.tandem.backup.UndoReport;
import dev.tandem.backup.internal.StoreModel.Allowed;
import dev.tandem.backup.internal.StoreModel.Item;
import dev.tandem.backup.internal.StoreModel.Known;
import dev.tandem.backup.internal.StoreModel.Leaving;
import dev.tandem.backup.internal.StoreModel.Promise;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An operation on a repository whose content is known. */
enum ModelStep {
    BACKUP {
        @Override
        Deed plan(Turn turn, Known known) {
            BackupRequest request = BackupRequest.of(List.of(RawPath.of("/source")), RawPath.ROOT, "testhost")
                    .withTime(START.plusHours(turn.number()));
            return new Deed(Allowed.coming(List.of(turn.files().contents())), Allowed.NOTHING, (repository, _) ->
                    Promise.there(Set.of(repository.backup(request, JobMonitor.SILENT).snapshot().orElseThrow())));
        }
    },
    FORGET {
        @Override
        Deed plan(Turn turn, Known known) {
            Set<Id> some = some(turn.random(), known.present().stream()
                    .filter(item -> !known.pinned().contains(item.id())).toList());
            ForgetRequest request = new ForgetRequest(new Choice.Named(List.copyOf(some)), false);
            return unlessEmpty(some, new Deed(Allowed.leaving(aside(some)), Allowed.NOTHING, (repository, _) -> {
                repository.retention().forget(request, JobMonitor.SILENT);
                return Promise.gone(some);
            }));
        }
    },
    FORGET_BY_POLICY {
        @Override
        Deed plan(Turn turn, Known known) {
            Choice choice = new Choice.ByPolicy(SnapshotFixture.keepLast(1 + turn.random().nextInt(3)),
                    SnapshotFilter.ALL, SnapshotGrouping.DEFAULT, false);
            Set<Id> unpinned = known.ids();
            unpinned.removeAll(known.pinned());
            return new Deed(Allowed.leaving(aside(unpinned)), Allowed.NOTHING, (repository, _) -> {
                Set<Id> gone = new TreeSet<>();
                repository.retention().forget(new ForgetRequest(choice, false), JobMonitor.SILENT).removed()
                        .forEach(snapshot -> gone.add(snapshot.id()));
                return Promise.gone(gone);
            });
        }
    },
    UNDO {
        @Override
        Deed plan(Turn turn, Known known) {
            Set<Id> some = some(turn.random(), known.aside());
            return unlessEmpty(some, new Deed(Allowed.returning(some), Allowed.NOTHING, (repository, _) -> {
                UndoReport report = repository.retention().undo(some, JobMonitor.SILENT);
                assertEquals(List.of(), report.lost());
                return Promise.there(some);
            }));
        }
    },
    PRUNE {
        @Override
        Deed plan(Turn turn, Known known) {
            MaxUnused limit = switch (turn.random().nextInt(4)) {
                case 0 -> new MaxUnused.Percent(5);
                case 1 -> new MaxUnused.Unlimited();
                default -> new MaxUnused.Bytes(0);
            };
            return new Deed(Allowed.clearing(), Allowed.NOTHING, (repository, _) -> {
                repository.pruning().prune(PruneRequest.DEFAULT.withMaxUnused(limit), JobMonitor.SILENT);
                return Promise.there(known.ids());
            });
        }
    },
    TAG {
        @Override
        Deed plan(Turn turn, Known known) {
            Set<Id> some = some(turn.random(), known.present());
            Map<Id, Leaving> leaves = new HashMap<>();
            some.forEach(id -> leaves.put(id, new Leaving(false, known.present(id).map(Item::content))));
            TagChange change = new TagChange(Optional.empty(), List.of("tag" + turn.number()), List.of());
            return unlessEmpty(some, new Deed(Allowed.leaving(leaves), Allowed.NOTHING, (repository, _) ->
                    promise(repository.editing().tag(snapshots(repository, some), change, JobMonitor.SILENT))));
        }
    },
    REWRITE {
        @Override
        Deed plan(Turn turn, Known known) {
            Set<Id> some = some(turn.random(), known.present());
            String name = "f" + turn.random().nextInt(3);
            Map<Id, Leaving> leaves = new HashMap<>();
            some.forEach(id -> leaves.put(id, new Leaving(true, known.present(id).map(item -> without(item, name)))));
            return unlessEmpty(some, new Deed(Allowed.leaving(leaves), Allowed.NOTHING, (repository, _) ->
                    promise(repository.editing().rewrite(RewriteRequest.excluding(snapshots(repository, some),
                            List.of(name)).forgetting(), JobMonitor.SILENT))));
        }
    },
    REWRITE_BESIDE {
        @Override
        Deed plan(Turn turn, Known known) {
            Set<Id> some = some(turn.random(), known.present());
            String name = "f" + turn.random().nextInt(3);
            List<Map<String, Id>> comes = new ArrayList<>();
            some.forEach(id -> comes.add(without(known.present(id).orElseThrow(), name)));
            return unlessEmpty(some, new Deed(Allowed.coming(comes), Allowed.NOTHING, (repository, _) -> Promise.there(
                    promise(repository.editing().rewrite(RewriteRequest.excluding(snapshots(repository, some),
                            List.of(name)), JobMonitor.SILENT)).there())));
        }
    },
    PIN {
        @Override
        Deed plan(Turn turn, Known known) {
            Set<Id> some = some(turn.random(), known.present());
            return unlessEmpty(some, new Deed(Allowed.NOTHING, Allowed.NOTHING, (repository, _) -> {
                repository.retention().pin(some);
                return new Promise(some, Set.of(), some, Set.of());
            }));
        }
    },
    UNPIN {
        @Override
        Deed plan(Turn turn, Known known) {
            Set<Id> all = known.pinned();
            return new Deed(Allowed.unpinning(all), Allowed.NOTHING, (repository, _) -> {
                repository.retention().unpin(all);
                return Promise.there(known.ids());
            });
        }
    },
    COPY {
        @Override
        Deed plan(Turn turn, Known known) {
            List<Map<String, Id>> all = known.present().stream().map(Item::content).toList();
            return new Deed(Allowed.NOTHING, Allowed.coming(all), (repository, other) -> {
                CopyReport report;
                try (Repository target = other.open()) {
                    report = target.copying().copy(repository, snapshots(repository, known.ids()), Compression.AUTO,
                            JobMonitor.SILENT);
                }
                Set<Id> copies = new TreeSet<>();
                report.copied().forEach(copied -> copies.add(copied.copy()));
                report.present().forEach(copied -> copies.add(copied.copy()));
                assertEquals(known.present().size(), report.copied().size() + report.present().size()
                        + report.failed().size());
                return new Promise(Set.of(), Set.of(), Set.of(), copies);
            });
        }
    },
    REPAIR_INDEX {
        @Override
        Deed plan(Turn turn, Known known) {
            boolean all = turn.random().nextBoolean();
            return new Deed(Allowed.NOTHING, Allowed.NOTHING, (repository, _) -> {
                repository.repairs().index(all, JobMonitor.SILENT);
                return Promise.there(known.ids());
            });
        }
    };

    private static final OffsetDateTime START = OffsetDateTime.parse("2024-03-01T12:00:00Z");
    private static final Deed NOTHING = new Deed(Allowed.NOTHING, Allowed.NOTHING,
            (_, _) -> Promise.there(Set.of()));

    /** Work on a repository, and another one beside it. */
    interface Work {
        Promise run(Repository repository, TestStore other) throws IOException;
    }

    /**
     * What is to be done.
     *
     * @param here  what that may do to the repository
     * @param there what it may do to the other one
     */
    record Deed(Allowed here, Allowed there, Work work) { }

    /**
     * Where a program is.
     *
     * @param number how many steps were before
     * @param files  what there is to be backed up
     */
    record Turn(int number, FilesInMemory files, Random random) { }

    /** Decides what to do with a repository that is in a known state. */
    abstract Deed plan(Turn turn, Known known);

    /** Nothing is done where there is nothing to do it to. */
    private static Deed unlessEmpty(Set<Id> targets, Deed deed) {
        return targets.isEmpty() ? NOTHING : deed;
    }

    /** Returns up to two. */
    private static Set<Id> some(Random random, List<Item> items) {
        Set<Id> some = new TreeSet<>();
        for (int i = 0; i < Math.min(2, items.size()); i++) {
            some.add(items.get(random.nextInt(items.size())).id());
        }
        return some;
    }

    private static Map<Id, Leaving> aside(Set<Id> ids) {
        Map<Id, Leaving> leaves = new HashMap<>();
        ids.forEach(id -> leaves.put(id, new Leaving(true, Optional.empty())));
        return leaves;
    }

    private static Map<String, Id> without(Item item, String name) {
        Map<String, Id> rest = new TreeMap<>(item.content());
        rest.keySet().removeIf(path -> path.endsWith("/" + name));
        return rest;
    }

    private static List<Snapshot> snapshots(Repository repository, Set<Id> ids) throws IOException {
        Listener listener = new Listener();
        List<Snapshot> all = repository.snapshots(SnapshotFilter.ALL, listener);
        if (!listener.problems().isEmpty()) {
            throw new IOException("not all snapshots can be read: " + listener.problems());
        }
        return all.stream().filter(snapshot -> ids.contains(snapshot.id())).toList();
    }

    private static Promise promise(List<SnapshotChange> changes) {
        Set<Id> there = new TreeSet<>();
        Set<Id> gone = new TreeSet<>();
        for (SnapshotChange change : changes) {
            change.after().ifPresent(there::add);
            gone.add(change.before().id());
        }
        return new Promise(there, gone, Set.of(), Set.of());
    }
}
