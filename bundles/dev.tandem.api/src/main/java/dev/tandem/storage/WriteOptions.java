package dev.tandem.storage;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How an object is written.
 *
 * @param ifAbsent fail with {@link StorageException.Kind#EXISTS} where the object is there already
 * @param durable  return only when the object survives a power failure, as far as the storage can
 * @param readOnly protect the object against accidental change, as far as the storage can
 * @param ifTag    fail with {@link StorageException.Kind#CHANGED} where the object has another tag, or is not there.
 *                 {@link Capability#IF_UNCHANGED_WRITE} says that nobody can get in between; without it the tag is
 *                 compared before the write. Never together with {@code ifAbsent}
 * @param modified the time of modification the object shall have, kept where {@link Capability#SET_TIME} is promised
 */
public record WriteOptions(boolean ifAbsent, boolean durable, boolean readOnly, Optional<String> ifTag,
        Optional<Instant> modified) {
    /** Overwrites, without waiting for the disk. */
    public static final WriteOptions OVERWRITE = new WriteOptions(false, false, false);

    /** For an object that is written once and relied upon: new, durable, protected. */
    public static final WriteOptions ONCE = new WriteOptions(true, true, true);

    public WriteOptions {
        Objects.requireNonNull(modified);
        if (ifAbsent && ifTag.isPresent()) {
            throw new IllegalArgumentException("an object cannot be both absent and of a known tag");
        }
    }

    /** Of any tag, and with the time at which it is written. */
    public WriteOptions(boolean ifAbsent, boolean durable, boolean readOnly) {
        this(ifAbsent, durable, readOnly, Optional.empty(), Optional.empty());
    }

    /** Returns these for an object that must have this tag. */
    public WriteOptions ifTag(String tag) {
        return new WriteOptions(ifAbsent, durable, readOnly, Optional.of(tag), modified);
    }

    /** Returns these for an object that shall have this time of modification. */
    public WriteOptions modified(Instant time) {
        return new WriteOptions(ifAbsent, durable, readOnly, ifTag, Optional.of(time));
    }
}
