package dev.tandem.sync.internal.plan;

import dev.tandem.model.RawPath;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.Resolution;
import java.util.List;
import java.util.Optional;

/**
 * What a run shall do, in the order it is done; within one list after the other, only {@code copies} and
 * {@code attributes} in any order.
 *
 * @param moves       {@link Step.Move}s, out of the way and to where they belong, and the {@link Step.MakeDirectory}s
 *                    they need, in that order; each finds what the ones before have left
 * @param clearances  deletions that make room for something of another type, children before parents
 * @param directories parents before children
 * @param copies      files and links
 * @param attributes  of files, links and directories
 * @param deletions   children before parents
 * @param records     what only the base learns
 * @param skips       what is left as it is although the sides differ
 * @param conflicts   what was decided by policy, or waits
 */
public record Plan(List<Step.Change> moves, List<Step.Delete> clearances, List<Step.MakeDirectory> directories,
        List<Step.Copy> copies, List<Step.SetAttributes> attributes, List<Step.Delete> deletions, List<Step> records,
        List<Skip> skips, List<Found> conflicts) {
    /**
     * Something that is left as it is although the sides differ there.
     *
     * @param wanted whether a person would want it done: it counts as incomplete; else rules leave it alone
     */
    public record Skip(RawPath path, String reason, boolean wanted) { }

    /**
     * A conflict, and what the policy says.
     *
     * @param copy the name under which the second version is kept, where one is
     */
    public record Found(Conflict conflict, Resolution resolution, Optional<RawPath> copy) { }

    /** Tells whether no side is changed. */
    public boolean changesNothing() {
        return moves.isEmpty() && clearances.isEmpty() && directories.isEmpty() && copies.isEmpty()
                && attributes.isEmpty() && deletions.isEmpty();
    }
}
