package dev.tandem.sync;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One run.
 *
 * @param pair         what is kept in step
 * @param rules        how
 * @param gates        when it is not done
 * @param accepted     gates a person has seen trip and lets this run pass, by {@link Gate#id}; {@link #ALL} lets it pass all
 * @param dryRun       only the plan is made and told; nothing is changed, not even what is remembered
 * @param poll         how often a side is looked at that does not tell of changes, while it is watched
 * @param afterScan    run between the observation and the first change, for tests; empty for nothing
 */
public record SyncRequest(SyncPair pair, SyncRules rules, GateLimits gates, List<String> accepted, boolean dryRun,
        Duration poll, Optional<Runnable> afterScan) {
    /** Lets a run pass every gate that can be passed. */
    public static final String ALL = "all";

    /** How often such a side is looked at if nobody says otherwise. */
    public static final Duration POLL = Duration.ofMinutes(5);

    public SyncRequest {
        Objects.requireNonNull(pair);
        if (!poll.isPositive()) {
            throw new IllegalArgumentException("a side cannot be looked at every " + poll);
        }
        accepted = List.copyOf(accepted);
    }

    /** A run whose sides are looked at every so often. */
    public SyncRequest(SyncPair pair, SyncRules rules, GateLimits gates, List<String> accepted, boolean dryRun,
            Optional<Runnable> afterScan) {
        this(pair, rules, gates, accepted, dryRun, POLL, afterScan);
    }

    /** A run by the usual rules. */
    public static SyncRequest of(SyncPair pair) {
        return new SyncRequest(pair, SyncRules.USUAL, GateLimits.USUAL, List.of(), false, Optional.empty());
    }

    /** Returns this run by other rules. */
    public SyncRequest with(SyncRules other) {
        return new SyncRequest(pair, other, gates, accepted, dryRun, poll, afterScan);
    }
}
