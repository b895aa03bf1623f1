package dev.tandem.sync;

import java.util.Optional;

/**
 * What a run did.
 *
 * @param run          names the run, for undo; empty where nothing was changed
 * @param filesLeft    files that take part on the left, when it was observed
 * @param filesRight   files on the right
 * @param left         what was changed on the left
 * @param right        what was changed on the right
 * @param conflicts    conflicts found by this run
 * @param unresolved   conflicts that wait for a person
 * @param skipped      items that were left as they are although the sides differ there
 * @param failed       items that could not be changed
 */
public record SyncReport(Optional<String> run, long filesLeft, long filesRight, Counts left, Counts right,
        long conflicts, long unresolved, long skipped, long failed) {
    /** What was changed on a side. */
    public record Counts(long created, long updated, long deleted, long moved, long attributes, long bytes) {
        /** Nothing. */
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        /** Returns what a row changes. */
        public static Counts of(SyncItem item) {
            return switch (item.action()) {
                case CREATE, MAKE_DIRECTORY -> new Counts(1, 0, 0, 0, 0, item.bytes());
                case UPDATE -> new Counts(0, 1, 0, 0, 0, item.bytes());
                case DELETE -> new Counts(0, 0, 1, 0, 0, 0);
                case MOVE -> new Counts(0, 0, 0, 1, 0, 0);
                case ATTRIBUTES -> new Counts(0, 0, 0, 0, 1, 0);
                case CONFLICT, SKIP -> NONE;
            };
        }

        /** Returns both together. */
        public Counts plus(Counts more) {
            return new Counts(created + more.created, updated + more.updated, deleted + more.deleted,
                    moved + more.moved, attributes + more.attributes, bytes + more.bytes);
        }

        /** Returns how many items were changed. */
        public long changes() {
            return created + updated + deleted + moved + attributes;
        }
    }

    /** Returns what was changed on one side. */
    public Counts of(Side side) {
        return side == Side.LEFT ? left : right;
    }

    /** Tells whether both sides are equal now, but for what rules leave alone. */
    public boolean complete() {
        return unresolved == 0 && skipped == 0 && failed == 0;
    }
}
