package dev.tandem.storage;

/** What a storage session can do beyond the least; promised for the session's whole life. */
public enum Capability {
    /** A reader sees an object whole or not at all, whatever happens to the writer. */
    ATOMIC_WRITE,
    /** {@code read} with an offset or a length costs about what it returns. */
    RANGE_READ,
    /** {@code ifAbsent} writes are decided by the storage, so that of two racing writers one fails. */
    IF_ABSENT_WRITE,
    /** {@code ifTag} writes are decided by the storage, so that what somebody else wrote meanwhile is never replaced. */
    IF_UNCHANGED_WRITE,
    /** {@code durable} writes survive a power failure once they returned. */
    DURABLE_WRITE,
    /** {@code modified} of a write is kept, to the second at least. */
    SET_TIME,
    /** Every object has a {@link ObjectInfo#tag}, the same one in listings, {@code stat} and the answer of a write. */
    TAGS,
    /** Objects can be renamed; without it {@code rename} is {@code UNSUPPORTED}. */
    RENAME,
    /** Directories can be renamed too, with all that is in them, in one step. */
    RENAME_DIRECTORIES,
    /** Names that differ only in case are different names. */
    CASE_SENSITIVE,
    /** The session may be used from several threads at once. */
    CONCURRENT,
    /** Directories exist by themselves and can be empty. */
    DIRECTORIES
}
