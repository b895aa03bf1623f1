package dev.tandem.backup;

/**
 * What a prune found and is going to do.
 *
 * @param used         what the snapshots need
 * @param duplicate    further copies of that
 * @param unused       what no snapshot needs
 * @param repack       what is read from packs that are replaced
 * @param repackAway   the part of it that is left behind
 * @param remove       what goes with packs that are removed as they are
 * @param unreferenced bytes of packs that no index knows, which go too
 * @param uncompressed bytes that stay and are not compressed though they could be
 * @param packs        the same in packs
 */
public record PruneEstimate(Amount used, Amount duplicate, Amount unused, Amount repack, Amount repackAway,
        Amount remove, long unreferenced, long uncompressed, Packs packs) {
    /** Some blobs and the bytes they take. */
    public record Amount(long blobs, long bytes) {
        /** No blob. */
        public static final Amount NONE = new Amount(0, 0);

        /** Returns both together. */
        public Amount plus(Amount other) {
            return new Amount(blobs + other.blobs, bytes + other.bytes);
        }

        /** Returns this without {@code other}, which is a part of it. */
        public Amount minus(Amount other) {
            return new Amount(blobs - other.blobs, bytes - other.bytes);
        }
    }

    /**
     * Numbers of packs.
     *
     * @param used         all of it is needed
     * @param partlyUsed   some of it is
     * @param unused       nothing of it is
     * @param unreferenced no index knows them
     * @param keep         that stay as they are
     * @param repack       that are replaced
     * @param remove       that are removed, {@code unreferenced} not counted
     */
    public record Packs(long used, long partlyUsed, long unused, long unreferenced, long keep, long repack,
            long remove) { }

    /** Returns what the indexes know. */
    public Amount total() {
        return used.plus(duplicate).plus(unused);
    }

    /** Returns what goes, packs that no index knows apart. */
    public Amount pruned() {
        return repackAway.plus(remove);
    }

    /** Returns what stays. */
    public Amount remaining() {
        return total().minus(pruned());
    }

    /** Returns the bytes that stay though they are not needed. */
    public long unusedAfterwards() {
        return duplicate.bytes + unused.bytes - pruned().bytes;
    }
}
