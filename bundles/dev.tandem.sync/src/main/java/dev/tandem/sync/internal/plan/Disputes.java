package dev.tandem.sync.internal.plan;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Loser;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.internal.plan.Plan.Found;
import dev.tandem.sync.internal.policy.KeepBoth;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.Resolution;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Has conflicts decided, and notes what follows; sides the matrix never changes are not changed by that either. */
final class Disputes {
    private static final String REASON = "conflict: both versions stay";

    private final PlanRules rules;
    private final Steps steps;
    private final Transfer transfer;
    private final Set<RawPath> copies = new HashSet<>();

    Disputes(PlanRules rules, Steps steps, Transfer transfer) {
        this.rules = rules;
        this.steps = steps;
        this.transfer = transfer;
    }

    /** Notes that an item that does not take part is in the way: no policy lets it be overwritten. */
    void blocked(Node node, Place place) {
        steps.found(new Found(Versions.conflict(node, place, Conflict.Kind.BLOCKED), new Resolution.Ask(),
                Optional.empty()));
    }

    /** Settles a conflict. */
    Remains settle(Node node, Place place, Conflict.Kind kind) {
        Conflict conflict = Versions.conflict(node, place, kind);
        Resolution resolution = rules.policy().apply(conflict);
        return follow(node, place, conflict,
                resolution instanceof Resolution.Undecided ? new KeepBoth().resolve(conflict) : resolution);
    }

    private Remains follow(Node node, Place place, Conflict conflict, Resolution resolution) {
        return switch (resolution) {
            case Resolution.Prefer(Side winner) when rules.loser() == Loser.COPY && writes(winner.other()) ->
                keepBoth(node, place, conflict, winner);
            case Resolution.Prefer(Side winner) -> prefer(node, place, conflict, winner);
            case Resolution.KeepBoth(Side winner) -> keepBoth(node, place, conflict, present(node, winner));
            default -> leave(node, conflict, resolution);
        };
    }

    private Remains leave(Node node, Conflict conflict, Resolution resolution) {
        steps.found(new Found(conflict, resolution, Optional.empty()));
        return Remains.now(node, true);
    }

    private Remains prefer(Node node, Place place, Conflict conflict, Side winner) {
        if (!writes(winner.other())) {
            return leave(node, conflict, new Resolution.Skip());
        }
        steps.found(new Found(conflict, new Resolution.Prefer(winner), Optional.empty()));
        return transfer.follow(node, place, winner, "conflict: the " + Transfer.name(winner) + " side wins");
    }

    private Remains keepBoth(Node node, Place place, Conflict conflict, Side wanted) {
        if (!node.of(wanted.other()).isPresent()) {
            return prefer(node, place, conflict, wanted);
        }
        Side winner = keeper(wanted);
        Side loser = winner.other();
        if (!writes(loser)) {
            return leave(node, conflict, new Resolution.Skip());
        }
        Present second = (Present) node.of(loser);
        RawName name = copyName(node, place, second, loser);
        RawPath aside = beside(place.on(loser), name);
        RawPath copy = beside(place.on(winner), name);
        steps.add(new Step.Move(loser, place.on(loser), aside, second, false, REASON));
        if (writes(winner)) {
            transfer.copyAll(node, loser, aside, copy, REASON);
        }
        if (node.of(winner).isPresent()) {
            transfer.copyAll(node, winner, place.on(winner), place.on(loser), REASON);
            transfer.forgetBelow(node, place, winner);
        } else {
            transfer.forget(node, place);
        }
        steps.found(new Found(conflict, new Resolution.KeepBoth(winner),
                Optional.of(loser == Side.LEFT ? aside : copy)));
        return Remains.BOTH;
    }

    private static RawPath beside(RawPath path, RawName name) {
        return path.parent().orElse(RawPath.of(".")).child(name);
    }

    /**
     * A version on a side that is never changed cannot make way, and has to keep its name: then the other side has it
     * afterwards, and the next run finds no conflict.
     */
    private Side keeper(Side wanted) {
        return writes(wanted.other()) ? wanted : wanted.other();
    }

    /** A deletion needs no name. */
    private static Side present(Node node, Side wanted) {
        return node.of(wanted).isPresent() ? wanted : wanted.other();
    }

    private boolean writes(Side side) {
        return rules.matrix().writes(side);
    }

    private RawName copyName(Node node, Place place, Present item, Side side) {
        RawPath directory = place.key().parent().orElse(RawPath.of("."));
        Optional<Node> parent = node.parent();
        RawName name = rules.copies().of(item.name(), side, candidate -> {
            RawName key = rules.names().key(candidate);
            return parent.flatMap(above -> above.child(key)).isPresent() || copies.contains(directory.child(key))
                    || rules.inBase().test(directory.child(key));
        });
        copies.add(directory.child(rules.names().key(name)));
        return name;
    }
}
