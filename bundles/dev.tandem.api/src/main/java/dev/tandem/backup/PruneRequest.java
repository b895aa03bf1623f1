package dev.tandem.backup;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How thoroughly to prune. Packs in which nothing is needed are always removed; the choices are about packs in which some
 * is, which have to be copied in part ("repacked").
 *
 * @param maxUnused       how much that is not needed may stay
 * @param maxRepackSize   the most bytes to repack in one run
 * @param maxDuration     after this time no more is repacked, and what was is made good use of; the next run goes on
 * @param repack          which packs to repack besides
 * @param dryRun          find out what would be done, change nothing
 */
public record PruneRequest(MaxUnused maxUnused, OptionalLong maxRepackSize, Optional<Duration> maxDuration,
        Repack repack, boolean dryRun) {

    /** With every choice at its default: 5 % may stay unused. */
    public static final PruneRequest DEFAULT = new PruneRequest(new MaxUnused.Percent(5), OptionalLong.empty(),
            Optional.empty(), Repack.DEFAULT, false);

    /** How much that is not needed may stay. */
    public sealed interface MaxUnused {
        /** So many bytes, not negative. */
        record Bytes(long bytes) implements MaxUnused { }

        /** This share of what the repository takes afterwards; 0 ≤ percent &lt; 100. */
        record Percent(double percent) implements MaxUnused { }

        /** Everything may stay that is in a pack with something needed: nothing is repacked to gain space. */
        record Unlimited() implements MaxUnused { }
    }

    /**
     * Which packs to repack for other reasons than space.
     *
     * @param cacheableOnly repack none but those with directories
     * @param small         when there are ten or more that are much smaller than new ones, repack them; by default only
     *                      when they are tiny
     * @param uncompressed  those with something that is not compressed; needs format 2
     */
    public record Repack(boolean cacheableOnly, boolean small, boolean uncompressed) {
        /** None besides those that need it. */
        public static final Repack DEFAULT = new Repack(false, false, false);
    }

    /** The same with another limit of what may stay unused. */
    public PruneRequest withMaxUnused(MaxUnused limit) {
        return new PruneRequest(limit, maxRepackSize, maxDuration, repack, dryRun);
    }

    /** The same, with {@code dryRun} or without. */
    public PruneRequest withDryRun(boolean dry) {
        return new PruneRequest(maxUnused, maxRepackSize, maxDuration, repack, dry);
    }
}
