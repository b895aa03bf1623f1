package dev.tandem.backup;

/**
 * A blob in a pack.
 *
 * @param kind what it holds
 * @param id   its name
 * @param pack the pack it lies in
 */
public record StoredBlob(Kind kind, Id id, Id pack) {
    /** What a blob holds. */
    public enum Kind {
        /** A piece of a file. */
        DATA,
        /** A directory. */
        TREE
    }
}
