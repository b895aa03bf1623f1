package dev.tandem.storage;

/**
 * How an object is written.
 *
 * @param ifAbsent fail with {@link StorageException.Kind#EXISTS} where the object is there already
 * @param durable  return only when the object survives a power failure, as far as the storage can
 * @param readOnly protect the object against accidental change, as far as the storage can
 */
public record WriteOptions(boolean ifAbsent, boolean durable, boolean readOnly) {
    /** Overwrites, without waiting for the disk. */
    public static final WriteOptions OVERWRITE = new WriteOptions(false, false, false);

    /** For an object that is written once and relied upon: new, durable, protected. */
    public static final WriteOptions ONCE = new WriteOptions(true, true, true);
}
