package dev.tandem.storage.internal.trial;

import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.StorageTrials;
import dev.tandem.storage.Storages;
import dev.tandem.storage.TrialResult;
import dev.tandem.storage.TrialResult.Verdict;
import dev.tandem.tck.rules.Outcome;
import dev.tandem.tck.rules.Rule;
import dev.tandem.tck.rules.Scale;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Proves the rules a destination's author tests it with, each in a folder of its own of a scratch folder. */
@Component
public final class RuleTrials implements StorageTrials {
    private final Storages storages;

    /** Activated by the component runtime. */
    @Activate
    public RuleTrials(@Reference Storages storages) {
        this.storages = storages;
    }

    @Override
    public void run(Location where, int children, Consumer<? super TrialResult> told) throws StorageException {
        Scale scale = Scale.TRIAL.withChildren(children);
        try (Scratch scratch = Scratch.open(storages, where)) {
            StorageException failure = null;
            try {
                for (Rule rule : Rule.all()) {
                    told.accept(tried(rule, scratch, scale));
                }
            } catch (StorageException e) {
                failure = e;
                throw e;
            } finally {
                removeAfter(scratch, failure);
            }
        }
    }

    private static TrialResult tried(Rule rule, Scratch scratch, Scale scale) throws StorageException {
        refuseIfInterrupted();
        long start = System.nanoTime();
        Outcome outcome = rule.outcome(() -> scratch.session(rule.id()), scale);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        refuseIfInterrupted();
        if (outcome instanceof Outcome.Failed(String reason, StorageException gone) && gone.kind() == Kind.UNREACHABLE) {
            throw gone;
        }
        scratch.remove(rule.id());
        return result(rule, outcome, took);
    }

    private static TrialResult result(Rule rule, Outcome outcome, Duration took) {
        return switch (outcome) {
            case Outcome.Passed(List<String> notes) -> result(rule, Verdict.HOLDS, "", notes, took);
            case Outcome.Failed(String reason, Throwable cause) -> result(rule, Verdict.BROKEN, reason, List.of(), took);
            case Outcome.NotTried(String reason) -> result(rule, Verdict.NOT_TRIED, reason, List.of(), took);
        };
    }

    private static TrialResult result(Rule rule, Verdict verdict, String reason, List<String> notes, Duration took) {
        return new TrialResult(rule.id(), rule.subject().word(), rule.number(), rule.sentence(), verdict, reason, notes,
                took);
    }

    /** What went wrong first is what is told; that something is left as well is told with it. */
    private static void removeAfter(Scratch scratch, StorageException failure) throws StorageException {
        try {
            scratch.remove("");
        } catch (StorageException e) {
            throw failure == null ? e
                    : new StorageException(failure.kind(), failure.getMessage() + "; " + e.getMessage(), failure);
        }
    }

    private static void refuseIfInterrupted() throws StorageException {
        if (Thread.currentThread().isInterrupted()) {
            throw new StorageException(Kind.FAILED, "the trial was interrupted");
        }
    }
}
