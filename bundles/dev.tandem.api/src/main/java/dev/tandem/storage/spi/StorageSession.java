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
 * An open storage. What every session must hold:
 * <ol>
 * <li>Read-after-write: an object whose write has returned is found by {@code read}, {@code stat} and {@code list}.
 * <li>Atomicity: no reader ever sees part of an object, also after the writer was killed, where
 *     {@link Capability#ATOMIC_WRITE} is promised.
 * <li>Every failure is a {@link StorageException} of the fitting kind; nothing is left half done by a failed call.
 * <li>An interrupted thread ends its call soon with {@link StorageException.Kind#FAILED}.
 * </ol>
 * A session without {@link Capability#CONCURRENT} is used by one thread at a time.
 */
@ConsumerType
public interface StorageSession extends AutoCloseable {
    /** Returns what this session can do; the same set for its whole life. */
    Set<Capability> capabilities();

    /**
     * Tells {@code sink} of every entry of {@code directory}, in no order, on the calling thread. The listing is
     * complete, or the call fails. A directory that does not exist is {@code NOT_FOUND}. Files of writes that did not
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

    /** Writes an object whole, or not at all; directories above it are made. */
    ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException;

    /** Deletes an object, protected or not, or an empty directory; nothing happens if it is not there. */
    void delete(RemotePath path) throws StorageException;

    /** Renames an object; with {@code replace} over an existing one, else {@code EXISTS} if there is one. */
    void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException;

    /** Returns an optional ability of this session by its type. */
    default <T> Optional<T> facet(Class<T> type) {
        return Optional.empty();
    }

    @Override
    void close();
}
