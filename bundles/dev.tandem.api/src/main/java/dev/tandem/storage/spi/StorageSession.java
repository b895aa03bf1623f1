package dev.tandem.storage.spi;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An open storage: objects of bytes, by path. What every session must hold; the rules of {@code dev.tandem.tck} cite these
 * numbers.
 * <ol>
 * <li><b>Read-after-write.</b> An object whose write has returned is found by {@code read}, {@code stat} and {@code list}
 *     of every session; one whose deletion has returned is found by none.
 * <li><b>Atomicity.</b> No reader ever sees part of an object, also after the writer was killed, where
 *     {@link Capability#ATOMIC_WRITE} is promised. A write that fails leaves what was there before.
 * <li><b>Errors.</b> Every failure is a {@link StorageException} of the fitting kind, whose message names the object and
 *     says what to do, without any secret; it is {@code retryable} only where the same call may go through later. Nothing
 *     is left half done by a failed call.
 * <li><b>Interruption.</b> An interrupted thread ends its call soon with {@link StorageException.Kind#FAILED}, and
 *     stays interrupted.
 * <li><b>Honesty.</b> A capability is promised where, and only where, the storage has it: found out by trying, not by
 *     the name of a product.
 * <li><b>Names.</b> Every name that can be written is listed as it was written, and reaches nothing but its object,
 *     whatever is in it: blanks, quotes, percent signs, control characters, other scripts. Others are {@code INVALID}.
 * <li><b>Completeness.</b> A listing tells each entry once and all of them, or fails; it is told as it comes, however
 *     long it is.
 * <li><b>Idempotence.</b> {@code list}, {@code stat}, {@code read}, {@code delete} and writes without a condition may be
 *     repeated after a lost answer; {@code rename} and writes with one may not.
 * <li><b>Memory.</b> Content is streamed both ways: a session holds a few MiB a call, however large the object is.
 * <li><b>Cleanliness.</b> A closed session leaves no thread, connection or file behind; a stream that is closed before
 *     its end costs no more than was read.
 * </ol>
 * A session without {@link Capability#CONCURRENT} is used by one thread at a time, streams included.
 */
@ConsumerType
public interface StorageSession extends AutoCloseable {
    /** Returns what this session can do; the same set for its whole life. */
    Set<Capability> capabilities();

    /**
     * Tells {@code sink} of every entry of {@code directory}, in no order, on the calling thread. The listing is
     * complete, or the call fails. A directory that does not exist is {@code NOT_FOUND}; without
     * {@link Capability#DIRECTORIES} it exists as long as there is something below it. Files of writes that did not
     * finish are not listed. What {@code sink} throws passes through.
     */
    void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException;

    /** Returns what is known of {@code path}; empty when it is not there. */
    Optional<ObjectInfo> stat(RemotePath path) throws StorageException;

    /**
     * Opens the bytes from {@code offset} on, at most {@code length} of them; -1 is to the end. A range that starts
     * beyond the end is {@code INVALID}; one that ends beyond it yields what there is. The caller closes the stream.
     */
    InputStream read(RemotePath path, long offset, long length) throws StorageException;

    /**
     * Writes an object whole, or not at all; directories above it are made. Content of another length than it claims is
     * {@code FAILED}.
     *
     * @return what is there now
     */
    ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException;

    /**
     * Makes a directory, with those above it; nothing happens if it is there.
     *
     * @throws StorageException {@code UNSUPPORTED} without {@link Capability#DIRECTORIES}, {@code EXISTS} where an object
     *                          is
     */
    default void makeDirectory(RemotePath directory) throws StorageException {
        throw new StorageException(StorageException.Kind.UNSUPPORTED, "cannot make the folder " + directory
                + ": this storage has none");
    }

    /** Deletes an object, protected or not, or an empty directory; nothing happens if it is not there. */
    void delete(RemotePath path) throws StorageException;

    /**
     * Renames an object; with {@code replace} over an existing one, else {@code EXISTS} if there is one. Directories above
     * the target are made. At every moment one of the two names has the object; where the storage copies and deletes,
     * both may have it. With {@link Capability#RENAME_DIRECTORIES} {@code from} may be a directory, onto nothing.
     */
    void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException;

    /** Returns an optional ability of this session by its type: {@link ServerCopy}, {@link Quota}. */
    default <T> Optional<T> facet(Class<T> type) {
        return Optional.empty();
    }

    @Override
    void close();
}
