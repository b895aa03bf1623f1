package dev.tandem.tck;

import dev.tandem.storage.RemotePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Which calls of a {@link FaultyStorage} go wrong, and how. Immutable; the first rule that fits a call decides. Calls are
 * counted from 1, each kind by itself.
 */
public final class FaultPlan {
    /** The calls of a session that can go wrong. */
    public enum Call { LIST, STAT, READ, WRITE, MAKE, DELETE, RENAME }

    /** No call goes wrong. */
    public static final FaultPlan NONE = new FaultPlan(List.of());

    private interface Rule {
        Optional<Fault> faultOf(Call call, long count, RemotePath path, RandomGenerator random);
    }

    private final List<Rule> rules;

    private FaultPlan(List<Rule> rules) {
        this.rules = rules;
    }

    /** Adds: the {@code nth} call of this kind goes wrong. */
    public FaultPlan at(Call call, long nth, Fault fault) {
        return and((c, count, path, random) -> when(c == call && count == nth, fault));
    }

    /** Adds: the {@code nth} call of this kind and all after it go wrong, as if the storage had died. */
    public FaultPlan from(Call call, long nth, Fault fault) {
        return and((c, count, path, random) -> when(c == call && count >= nth, fault));
    }

    /** Adds: every call of this kind on a path that begins with {@code prefix} goes wrong. */
    public FaultPlan on(Call call, String prefix, Fault fault) {
        return and((c, count, path, random) -> when(c == call && path.value().startsWith(prefix), fault));
    }

    /** Adds: this share of the calls of this kind goes wrong, chosen by the seed of the storage. */
    public FaultPlan some(Call call, double share, Fault fault) {
        return and((c, count, path, random) -> when(c == call && random.nextDouble() < share, fault));
    }

    Optional<Fault> faultOf(Call call, long count, RemotePath path, RandomGenerator random) {
        return rules.stream().flatMap(rule -> rule.faultOf(call, count, path, random).stream()).findFirst();
    }

    private FaultPlan and(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new FaultPlan(List.copyOf(more));
    }

    private static Optional<Fault> when(boolean fits, Fault fault) {
        return fits ? Optional.of(fault) : Optional.empty();
    }
}
