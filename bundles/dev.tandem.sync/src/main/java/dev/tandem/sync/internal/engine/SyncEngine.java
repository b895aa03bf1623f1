package dev.tandem.sync.internal.engine;

import dev.tandem.catalog.StateDamagedException;
import dev.tandem.catalog.StateStores;
import dev.tandem.environment.Places;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWatcher;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scan.Selections;
import dev.tandem.storage.Location;
import dev.tandem.storage.Storages;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.FileVersion;
import dev.tandem.sync.Gate;
import dev.tandem.sync.NameRules;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncConflict;
import dev.tandem.sync.SyncException.Kind;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.SyncPair;
import dev.tandem.sync.SyncReport;
import dev.tandem.sync.SyncRequest;
import dev.tandem.sync.SyncRun;
import dev.tandem.sync.Synchronizer;
import dev.tandem.sync.internal.observe.Scope;
import dev.tandem.sync.internal.observe.Terms;
import dev.tandem.sync.internal.plan.Names;
import dev.tandem.sync.internal.policy.PolicyCatalog;
import dev.tandem.sync.internal.version.Bases;
import dev.tandem.sync.internal.version.Outcome;
import dev.tandem.sync.internal.version.Recovery;
import dev.tandem.sync.internal.version.RunLog;
import dev.tandem.sync.internal.version.Undo;
import dev.tandem.sync.internal.version.Versions;
import dev.tandem.sync.spi.Merger;
import dev.tandem.sync.spi.Resolution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Keeps two places in step, each a folder of this computer or a location of a storage. */
@Component
public final class SyncEngine implements Synchronizer {
    private static final String REPLACED = "root-replaced";

    private final Workshop workshop;

    @Activate
    public SyncEngine(@Reference LocalReader reader, @Reference LocalWriter writer, @Reference LocalWatcher watcher,
            @Reference Selections selections, @Reference StateStores stores, @Reference Places places,
            @Reference Storages storages,
            @Reference PolicyCatalog policies,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) List<Merger> mergers) {
        this(new Workshop(reader, writer, watcher, selections, stores, places, storages, policies, mergers.reversed(),
                InstantSource.system(), Crew.USUAL));
    }

    SyncEngine(Workshop workshop) {
        this.workshop = workshop;
    }

    @Override
    public SyncReport sync(SyncRequest request, Consumer<? super SyncItem> items, JobMonitor monitor)
            throws SyncException {
        return round(request, _ -> Scope.ALL, items, monitor);
    }

    private SyncReport round(SyncRequest request, Function<Names, Scope> scope, Consumer<? super SyncItem> items,
            JobMonitor monitor) throws SyncException {
        return with(request.pair(), request.rules().attributes(), request.accepted(), pair -> {
            try {
                return new Round(pair, request, workshop).run(scope, items, monitor);
            } catch (StateDamagedException e) {
                // Whatever was believed of the base before the damage showed is planned anew without it.
                monitor.message("what was remembered of these folders is damaged and begins anew: nothing is deleted "
                        + "in this run");
                pair.forgetState();
                return new Round(pair, request, workshop).run(_ -> Scope.ALL, items, monitor);
            }
        });
    }

    @Override
    public void watch(SyncRequest request, Consumer<? super SyncItem> items, Consumer<? super SyncReport> rounds,
            JobMonitor monitor) throws SyncException {
        List<RawPath> roots = new ArrayList<>();
        boolean far = false;
        for (Side side : Side.values()) {
            try (Ground ground = ground(request.pair().of(side), request.accepted())) {
                ground.folder().ifPresent(roots::add);
                far |= ground.folder().isEmpty();
            }
        }
        new Vigil(roots, Round.selection(request, workshop), scope -> round(request, scope, items, monitor),
                workshop.clock(), far ? request.poll() : Vigil.FULL, monitor).keep(workshop.watcher(), rounds);
    }

    private Ground ground(Location where, List<String> accepted) throws SyncException {
        return Ground.of(where, accepted.contains(SyncRequest.ALL) || accepted.contains(StorageGround.NEW_ROOT),
                workshop);
    }

    @Override
    public List<SyncRun> runs(SyncPair asked) throws SyncException {
        return with(asked, pair -> pair.logs().list());
    }

    @Override
    public SyncReport undo(SyncPair asked, Optional<String> named, JobMonitor monitor) throws SyncException {
        return with(asked, pair -> undo(pair, named, monitor));
    }

    SyncReport undo(Pairing pair, Optional<String> named, JobMonitor monitor) throws IOException {
        Bases bases = bases(pair);
        new Recovery(pair.sides(), bases).run(pair.logs(), monitor);
        Optional<String> newest = named.isPresent() ? named : pair.logs().newestToUndo();
        String run = newest.orElseThrow(() -> new SyncException(Kind.NOT_FOUND,
                "there is no run of these folders that can be taken back"));
        try (RunLog log = begin(pair, Optional.of(run))) {
            Outcome outcome = new Undo(pair.sides(), bases, log, monitor).run(pair.logs().read(run));
            return new SyncReport(Optional.of(log.run()), 0, 0, outcome.left(), outcome.right(), 0, 0,
                    outcome.skipped(), outcome.failed());
        }
    }

    @Override
    public List<FileVersion> versions(SyncPair asked, RawPath path) throws SyncException {
        return with(asked, pair -> new Versions(pair.sides(), pair.logs()).list(path));
    }

    @Override
    public void restore(SyncPair asked, FileVersion version, Optional<RawPath> target, JobMonitor monitor)
            throws SyncException {
        with(asked, pair -> {
            Bases bases = bases(pair);
            new Recovery(pair.sides(), bases).run(pair.logs(), monitor);
            try (RunLog log = begin(pair, Optional.empty())) {
                new Versions(pair.sides(), pair.logs()).restore(version, target.orElse(version.path()), bases, log);
            }
            return null;
        });
    }

    @Override
    public List<SyncConflict> conflicts(SyncPair asked) throws SyncException {
        return with(asked, pair -> pair.state().conflicts().open());
    }

    @Override
    public void resolve(SyncRequest request, String conflict, Resolution resolution, JobMonitor monitor)
            throws SyncException {
        with(request.pair(), request.rules().attributes(), request.accepted(), pair -> {
            SyncConflict found = pair.state().conflicts().find(conflict).orElseThrow(() -> new SyncException(
                    Kind.NOT_FOUND, "there is no conflict '" + conflict + "' between these folders"));
            pair.state().conflicts().answer(conflict, resolution);
            pair.state().commit();
            RawPath directory = found.conflict().path().parent().orElse(Scope.ROOT);
            return new Round(pair, request, workshop).run(names -> Scope.of(List.of(names.key(directory))), _ -> { },
                    monitor);
        });
    }

    @Override
    public List<String> policies() {
        return workshop.policies().names();
    }

    private Bases bases(Pairing pair) {
        Terms terms = new Terms(pair.sides(), NameRules.USUAL, AttributeRules.USUAL);
        return new Bases(pair.state().baseline(), terms.names(), pair.sides(), workshop.clock());
    }

    private RunLog begin(Pairing pair, Optional<String> undoes) throws IOException {
        return pair.begin(workshop.clock().instant(), undoes);
    }

    /** What is done with an open pair. */
    private interface Work<T> {
        T on(OpenPair pair) throws IOException;
    }

    private <T> T with(SyncPair asked, Work<T> work) throws SyncException {
        return with(asked, AttributeRules.USUAL, List.of(), work);
    }

    private <T> T with(SyncPair asked, AttributeRules rules, List<String> accepted, Work<T> work)
            throws SyncException {
        try (Ground left = ground(asked.left(), accepted); Ground right = ground(asked.right(), accepted)) {
            requireApart(left, right);
            meant(List.of(left, right), accepted);
            try (OpenPair pair = OpenPair.open(left, right, rules, workshop)) {
                return work.on(pair);
            }
        } catch (SyncException e) {
            throw e;
        } catch (IOException e) {
            throw new SyncException(Kind.STORAGE, e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new SyncException(Kind.STORAGE, e.getCause().getMessage(), e);
        }
    }

    private static void requireApart(Ground left, Ground right) throws SyncException {
        if (left.overlaps(right)) {
            throw new SyncException(Kind.INVALID, left.place().equals(right.place())
                    ? "both folders are " + left.describe() + "; name two"
                    : "the folders " + left.describe() + " and " + right.describe()
                            + " overlap: one is inside the other. Choose folders that do not");
        }
    }

    /** Nothing is written, not even a marker, where another folder is than there was. */
    private void meant(List<Ground> grounds, List<String> accepted) throws IOException {
        if (accepted.contains(SyncRequest.ALL) || accepted.contains(REPLACED)) {
            return;
        }
        Map<RawPath, String> known = workshop.roots().at(grounds.stream().map(Ground::place).toList());
        for (Ground ground : grounds) {
            if (!known.getOrDefault(ground.place(), ground.id()).equals(ground.id())) {
                throw new SyncException(List.of(new Gate(REPLACED, "the folder " + ground.describe()
                        + " is another one than at the last run", "Is the right disk mounted? If the folder is meant, "
                        + "pass --accept " + REPLACED + " (or --force for all)", true)));
            }
        }
    }
}
