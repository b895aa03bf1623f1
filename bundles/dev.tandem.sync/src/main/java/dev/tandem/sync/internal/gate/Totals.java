package dev.tandem.sync.internal.gate;

import dev.tandem.model.RawName;
import dev.tandem.sync.Side;
import java.util.Map;

/**
 * What a plan is held against.
 *
 * @param files    files both sides had when they were last equal; 0 at a first run
 * @param folders  how many of those are in each top folder, by the key of its name
 * @param overlap  whether one root is, or is in, the other one
 * @param mirrors  whether the matrix takes anything back: what is new on a side may be deleted there
 */
public record Totals(long files, Map<RawName, Long> folders, boolean overlap, boolean mirrors,
        SideTotals left, SideTotals right) {
    public Totals {
        folders = Map.copyOf(folders);
    }

    /** Returns what was observed of one side. */
    public SideTotals of(Side side) {
        return side == Side.LEFT ? left : right;
    }
}
