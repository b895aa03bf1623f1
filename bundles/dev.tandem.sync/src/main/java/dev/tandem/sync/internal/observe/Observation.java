package dev.tandem.sync.internal.observe;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.plan.Node;
import java.util.List;

/**
 * What was found.
 *
 * @param root        everything that differs
 * @param totals      how much was looked at
 * @param settled     how many paths are equal on both sides and became the base without any step
 * @param leftMounts  directories of the left side on which another file system was mounted once and is not now
 * @param rightMounts those of the right side
 */
public record Observation(Node root, Totals totals, long settled, List<RawPath> leftMounts,
        List<RawPath> rightMounts) {
    /** Returns the directories of a side on which another file system was mounted once and is not now. */
    public List<RawPath> mounts(Side side) {
        return side == Side.LEFT ? leftMounts : rightMounts;
    }
}
