package dev.tandem.backup;

import java.util.List;
import java.util.Optional;

/**
 * The size of some snapshots. Sizes are bytes.
 *
 * @param snapshots   how many
 * @param entries     entries of all kinds in them, each name counted
 * @param files       regular files in them, each name counted
 * @param restoreSize size of those files, each snapshot by itself and its hard links counted once
 * @param blobs       different blobs they need
 * @param distinct    different files, if they were to be counted
 * @param bySnapshot  each snapshot by itself, oldest first, if that was asked for
 */
public record StatsReport(long snapshots, long entries, long files, long restoreSize, Blobs blobs,
        Optional<DistinctFiles> distinct, List<OfSnapshot> bySnapshot) {
    /**
     * Different blobs.
     *
     * @param count            how many
     * @param plain            their plain size
     * @param stored           their size as stored
     * @param compressed       how many of them are compressed
     * @param compressedPlain  the plain size of those
     * @param compressedStored their size as stored
     */
    public record Blobs(long count, long plain, long stored, long compressed, long compressedPlain,
            long compressedStored) {
        /** No blob. */
        public static final Blobs NONE = new Blobs(0, 0, 0, 0, 0, 0);

        /** Returns those of these that were not among {@code fewer}. */
        public Blobs minus(Blobs fewer) {
            return new Blobs(count - fewer.count, plain - fewer.plain, stored - fewer.stored,
                    compressed - fewer.compressed, compressedPlain - fewer.compressedPlain,
                    compressedStored - fewer.compressedStored);
        }

        /** Returns how many plain bytes one stored byte stands for. */
        public double ratio() {
            return stored == 0 ? 1 : (double) plain / stored;
        }
    }

    /**
     * Different files.
     *
     * @param files how many
     * @param blobs blobs in them, each counted once a file; 0 where files are told apart by content alone
     * @param bytes their size
     */
    public record DistinctFiles(long files, long blobs, long bytes) { }

    /**
     * One snapshot.
     *
     * @param snapshot    which
     * @param entries     entries of all kinds in it
     * @param files       regular files in it
     * @param restoreSize size of those files, hard links counted once
     * @param added       blobs that none of the older ones need
     */
    public record OfSnapshot(Snapshot snapshot, long entries, long files, long restoreSize, Blobs added) { }
}
