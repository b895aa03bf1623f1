package dev.tandem.sync.internal.engine;

import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.plugin.PluginFault;
import dev.tandem.scan.Selection;
import dev.tandem.scan.SelectionRule;
import dev.tandem.sync.Gate;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncConflict;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.SyncReport;
import dev.tandem.sync.SyncReport.Counts;
import dev.tandem.sync.SyncRequest;
import dev.tandem.sync.internal.apply.Executor;
import dev.tandem.sync.internal.apply.Rows;
import dev.tandem.sync.internal.baseline.Baseline;
import dev.tandem.sync.internal.gate.Gates;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.observe.Digester;
import dev.tandem.sync.internal.observe.MoveEvidence;
import dev.tandem.sync.internal.observe.Observation;
import dev.tandem.sync.internal.observe.Observer;
import dev.tandem.sync.internal.observe.Scope;
import dev.tandem.sync.internal.observe.Terms;
import dev.tandem.sync.internal.plan.ConflictNames;
import dev.tandem.sync.internal.plan.Names;
import dev.tandem.sync.internal.plan.Plan;
import dev.tandem.sync.internal.plan.PlanRules;
import dev.tandem.sync.internal.plan.Planner;
import dev.tandem.sync.internal.version.Bases;
import dev.tandem.sync.internal.version.Outcome;
import dev.tandem.sync.internal.version.Recovery;
import dev.tandem.sync.internal.version.RunLog;
import dev.tandem.sync.internal.version.Tally;
import dev.tandem.sync.internal.version.VersionRetention;
import dev.tandem.sync.internal.version.Versions;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.Resolution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** One run over a pair: observe, plan, gates, apply, record. */
final class Round {
    private static final System.Logger LOG = System.getLogger(Round.class.getName());

    private final Pairing pair;
    private final SyncRequest request;
    private final Workshop workshop;
    private final Terms terms;
    private final Bases bases;
    private final Merging merging;
    private final Selection selection;
    private final Function<Conflict, Resolution> policy;
    private final Map<String, PluginFault> faults = new ConcurrentHashMap<>();
    private final Instant began;

    /** @throws SyncException {@code INVALID} for rules that make no sense */
    Round(Pairing pair, SyncRequest request, Workshop workshop) throws SyncException {
        this.pair = pair;
        this.request = request;
        this.workshop = workshop;
        this.terms = new Terms(pair.sides(), request.rules().names(), request.rules().attributes());
        this.bases = new Bases(pair.state().baseline(), terms.names(), pair.sides(), workshop.clock());
        this.merging = new Merging(pair.sides(), pair.mergeBases(), workshop.mergers());
        this.selection = selection(request, workshop);
        this.policy = policy();
        this.began = workshop.clock().instant();
    }

    /** Returns what takes part in a run. */
    static Selection selection(SyncRequest request, Workshop workshop) throws SyncException {
        List<SelectionRule> rules = new ArrayList<>(workshop.selections().own());
        rules.addAll(request.rules().selection());
        rules.addAll(workshop.selections().builtIn());
        try {
            return workshop.selections().select(rules);
        } catch (IllegalArgumentException e) {
            throw new SyncException(SyncException.Kind.INVALID, e.getMessage(), e);
        }
    }

    /** What a person answered counts before any policy. */
    private Function<Conflict, Resolution> policy() throws SyncException {
        Function<Conflict, Resolution> rules = workshop.policies().by(request.rules().conflicts(),
                fault -> faults.putIfAbsent(fault.getMessage(), fault));
        return conflict -> {
            try {
                Resolution wanted = pair.state().conflicts().answerFor(conflict).orElseGet(() -> rules.apply(conflict));
                boolean merges = wanted instanceof Resolution.Merge;
                return merges && !(bothFollow() && merging.attempt(conflict)) ? new Resolution.Undecided() : wanted;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** Tells whether either side may be changed, as a merge changes both. */
    private boolean bothFollow() {
        return request.rules().matrix().writes(Side.LEFT) && request.rules().matrix().writes(Side.RIGHT);
    }

    SyncReport run(Function<Names, Scope> part, Consumer<? super SyncItem> items, JobMonitor monitor)
            throws IOException {
        Scope scope = part.apply(terms.names());
        pair.sides().left().heed(monitor);
        pair.sides().right().heed(monitor);
        if (!request.dryRun()) {
            new Recovery(pair.sides(), bases).run(pair.logs(), monitor);
        }
        Standing standing = standing();
        if (standing.isRolledBack()) {
            pair.state().baseline().remove(Scope.ROOT);
        }
        monitor.phase("comparing");
        Observation observation = observe(scope, monitor);
        Plan plan = plan(observation);
        tellFaults(monitor);
        planned(plan).forEach(items);
        List<Gate> gates = Gates.of(plan, terms.names(), standing.totals(observation, terms, request, scope),
                request.gates(), request.accepted());
        if (!gates.isEmpty()) {
            throw new SyncException(gates);
        }
        if (request.dryRun()) {
            return report(Optional.empty(), observation, plan, new Outcome(Counts.NONE, Counts.NONE, 0, 0));
        }
        request.afterScan().ifPresent(Runnable::run);
        return apply(observation, plan, scope, items, monitor);
    }

    private void tellFaults(JobMonitor monitor) {
        faults.forEach((message, fault) -> {
            LOG.log(System.Logger.Level.WARNING, message, fault);
            monitor.message(message);
        });
    }

    private Standing standing() throws IOException {
        return new Standing(pair, pair.isRolledBack(Side.LEFT), pair.isRolledBack(Side.RIGHT));
    }

    private Observation observe(Scope scope, JobMonitor monitor) throws IOException {
        Digester digester = new Digester(terms.comparison(request.rules().comparison()), terms.agreement().granularity(), monitor);
        Observer observer = new Observer(terms, pair.state().baseline(), selection, request.rules().links(), digester,
                new IntoBase(bases), request.gates().accessCheckFile().map(name -> terms.names().key(RawName.of(name))),
                monitor);
        Observation observation = observer.observe(scope, workshop.crew().on(pair.sides()).observers());
        new MoveEvidence(terms, digester).gather(observation.root());
        return observation;
    }

    /** What needs no step goes to the base. */
    private record IntoBase(Bases bases) implements Observer.Recorder {
        @Override
        public void settle(RawPath key, Item.Present left, Item.Present right) throws IOException {
            bases.put(key, new Base(left, right));
        }

        @Override
        public void leave(RawPath key) throws IOException {
            bases.forget(key);
        }
    }

    private Plan plan(Observation observation) {
        ConflictNames copies = new ConflictNames(request.rules().conflictName(),
                pair.sides().left().traits().origin(), pair.sides().right().traits().origin(), HostName.get(), began,
                ZoneId.systemDefault());
        return Planner.plan(observation.root(), new PlanRules(request.rules().matrix(), policy,
                request.rules().loser(), copies, terms.agreement().rules(), terms.agreement().granularity(), began,
                terms.names(), this::isInBase, request.rules().keepEmptyDirectories()));
    }

    private boolean isInBase(RawPath key) {
        try {
            return bases.of(key).isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<SyncItem> planned(Plan plan) {
        List<SyncItem> items = new ArrayList<>();
        List.of(plan.moves(), plan.clearances(), plan.directories(), plan.copies(), plan.attributes(),
                plan.deletions()).forEach(steps -> steps.forEach(step -> items.add(Rows.of(step))));
        plan.conflicts().forEach(found -> items.add(new SyncItem(SyncItem.Stage.PLANNED, SyncItem.Action.CONFLICT,
                Optional.empty(), found.conflict().path(), Optional.empty(), 0, Conflicts.describe(found))));
        plan.skips().forEach(skip -> items.add(new SyncItem(
                skip.wanted() ? SyncItem.Stage.SKIPPED : SyncItem.Stage.PLANNED, SyncItem.Action.SKIP,
                Optional.empty(), skip.path(), Optional.empty(), 0, skip.reason())));
        return items;
    }

    private SyncReport apply(Observation observation, Plan plan, Scope scope, Consumer<? super SyncItem> items,
            JobMonitor monitor) throws IOException {
        Conflicts.record(plan, pair, terms.names(), scope, workshop.clock().instant());
        boolean merges = plan.conflicts().stream().anyMatch(found -> found.resolution() instanceof Resolution.Merge);
        boolean changes = !plan.changesNothing() || merges;
        boolean learns = changes || !plan.records().isEmpty() || observation.settled() > 0;
        if (learns) {
            count(observation, scope);
        }
        try (RunLog log = pair.begin(began, Optional.empty())) {
            merge(log, items, monitor);
            Outcome outcome = new Executor(pair.sides(), bases, log, terms.agreement(), workshop.crew().on(pair.sides()).copiers())
                    .run(plan, items, monitor);
            pair.state().commit();
            if (learns && mayMerge()) {
                merging.keep(pair.state().baseline(), monitor);
            }
            if (!changes) {
                return report(Optional.empty(), observation, plan, outcome);
            }
            prune();
            return report(Optional.of(log.run()), observation, plan, outcome);
        }
    }

    private void merge(RunLog log, Consumer<? super SyncItem> items, JobMonitor monitor) throws IOException {
        merging.apply(bases, log, new Tally(items, monitor), workshop.clock().instant());
    }

    private boolean mayMerge() {
        return request.rules().conflicts().stream().anyMatch(rule -> rule.policy().equals("merge"));
    }

    /** Counts a run that changes a side or the base, on both sides first. */
    private void count(Observation observation, Scope scope) throws IOException {
        Baseline.Header header = pair.state().baseline().header();
        long run = header.runs() + 1;
        long files = scope.isAll() ? observation.totals().files(Side.LEFT) : header.files();
        pair.mark(run);
        pair.state().baseline().setHeader(new Baseline.Header(run, files, "", request.rules().comparison().name()));
    }

    private void prune() throws IOException {
        List<SyncConflict> open = pair.state().conflicts().open();
        new Versions(pair.sides(), pair.logs()).prune(VersionRetention.USUAL, workshop.clock().instant(),
                version -> open.stream().anyMatch(conflict -> conflict.conflict().path().equals(version.path())));
    }

    private SyncReport report(Optional<String> run, Observation observation, Plan plan, Outcome outcome) {
        long waiting = plan.conflicts().stream().filter(Conflicts::waits).count();
        long skipped = plan.skips().stream().filter(Plan.Skip::wanted).count() + outcome.skipped();
        return new SyncReport(run, observation.totals().files(Side.LEFT), observation.totals().files(Side.RIGHT),
                outcome.left(), outcome.right(), plan.conflicts().size(), waiting, skipped, outcome.failed());
    }
}
