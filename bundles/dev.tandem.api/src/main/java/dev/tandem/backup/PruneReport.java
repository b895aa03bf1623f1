package dev.tandem.backup;

/**
 * What a prune did.
 *
 * @param estimate     what it was going to do
 * @param outcome      how far it came
 * @param packsRemoved packs that are gone
 * @param bytesRemoved their size
 * @param packsAdded   packs that hold what was copied out of them
 * @param bytesAdded   their size
 */
public record PruneReport(PruneEstimate estimate, Outcome outcome, long packsRemoved, long bytesRemoved,
        long packsAdded, long bytesAdded) {
    /** How far a prune came. */
    public enum Outcome {
        /** It changed nothing, as it was asked. */
        ESTIMATED,
        /** It did all it was going to do. */
        DONE,
        /** Its time was over; another prune goes on. */
        TIME_UP
    }

    /** Returns by how many bytes the repository shrank. */
    public long freed() {
        return bytesRemoved - bytesAdded;
    }
}
