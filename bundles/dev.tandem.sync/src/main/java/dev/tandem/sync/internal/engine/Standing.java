package dev.tandem.sync.internal.engine;

import dev.tandem.model.RawName;
import dev.tandem.sync.ChangeKind;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncMatrix;
import dev.tandem.sync.SyncRequest;
import dev.tandem.sync.internal.gate.SideTotals;
import dev.tandem.sync.internal.gate.Totals;
import dev.tandem.sync.internal.observe.Observation;
import dev.tandem.sync.internal.observe.Scope;
import dev.tandem.sync.internal.observe.Terms;
import java.io.IOException;
import java.util.Map;

/** How both sides stand as a whole, for the gates. */
record Standing(Pairing pair, boolean leftRolledBack, boolean rightRolledBack) {
    boolean isRolledBack() {
        return leftRolledBack || rightRolledBack;
    }

    Totals totals(Observation observation, Terms terms, SyncRequest request, Scope scope) throws IOException {
        dev.tandem.sync.internal.observe.Totals counted = observation.totals();
        // Of a part of the pair it is not known what its folders hold besides.
        Map<RawName, Long> folders = scope.isAll() ? counted.folders() : Map.of();
        long known = scope.isAll() ? counted.known() : pair.state().baseline().header().files();
        return new Totals(known, folders, false, takesBack(request.rules().matrix()),
                side(Side.LEFT, observation, known, scope), side(Side.RIGHT, observation, known, scope));
    }

    private static boolean takesBack(SyncMatrix matrix) {
        for (Side side : Side.values()) {
            for (ChangeKind kind : ChangeKind.values()) {
                if (matrix.of(side, kind).changes(side)) {
                    return true;
                }
            }
        }
        return false;
    }

    private SideTotals side(Side side, Observation observation, long known, Scope scope) throws IOException {
        Pairing.Room room = pair.room(side);
        boolean rolledBack = side == Side.LEFT ? leftRolledBack : rightRolledBack;
        long files = scope.isAll() ? observation.totals().files(side) : known;
        return new SideTotals(pair.describe(side), rolledBack ? SideTotals.Root.ROLLED_BACK
                : SideTotals.Root.SAME, files, observation.mounts(side), room.disk(), room.free(), room.total(),
                observation.totals().accessFiles(side), observation.totals().accessMissing(side));
    }
}
