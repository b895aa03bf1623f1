package dev.tandem.catalog.internal;

import java.io.EOFException;
import java.io.IOException;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * A file of ours is of no use as it is: damaged, of another schema or key, outgrown, or not to be read or written. What
 * can be made anew is, so that no person hears of it.
 */
final class UnusableStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableStoreException(String message) {
        super(message);
    }

    UnusableStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Tells whether the file could not be written, for want of space or else. */
    boolean isWriteFailure() {
        return getCause() instanceof MVStoreException cause && cause.getErrorCode() == DataUtils.ERROR_WRITING_FAILED;
    }

    /**
     * Tells whether what is in the file is wrong; false where the disk failed, or was full, or the store is closed. A
     * file that ends early is damaged.
     */
    boolean isDamage() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            boolean disk = cause instanceof IOException && !(cause instanceof EOFException);
            boolean closed = cause instanceof MVStoreException store && (store.getErrorCode() == DataUtils.ERROR_CLOSED
                    || store.getErrorCode() == DataUtils.ERROR_WRITING_FAILED);
            if (disk || closed) {
                return false;
            }
        }
        return true;
    }
}
