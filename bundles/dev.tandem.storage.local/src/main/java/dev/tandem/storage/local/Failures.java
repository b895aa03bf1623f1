package dev.tandem.storage.local;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** The one place where the JDK's exceptions become {@link StorageException}s. */
final class Failures {
    // A network mount that comes back serves the same path again.
    private static final boolean RETRYABLE = true;

    private Failures() { }

    /** Returns what {@code cause} means for {@code path}; {@code doing} completes "cannot …". */
    static StorageException of(String doing, Path path, IOException cause) {
        String what = "cannot " + doing + " " + path + ": ";
        return switch (cause) {
            case StorageException e -> e;
            case NoSuchFileException e -> missing(what, e);
            case NotDirectoryException e -> new StorageException(Kind.NOT_FOUND, what + "it is no folder", e);
            case FileAlreadyExistsException e -> new StorageException(Kind.EXISTS, what + "it is there already", e);
            case DirectoryNotEmptyException e -> new StorageException(Kind.INVALID,
                    what + "the folder is not empty; delete what is in it first", e);
            case AccessDeniedException e -> new StorageException(Kind.DENIED,
                    what + "permission denied; check the owner and mode of it and of the folders above", e);
            case ClosedByInterruptException e -> interrupted(what, e);
            case InterruptedIOException e -> interrupted(what, e);
            default -> byErrno(what, path, cause);
        };
    }

    private static StorageException byErrno(String what, Path path, IOException cause) {
        return Errno.of(cause).map(errno -> of(errno, what, cause)).orElseGet(() -> isFull(path)
                ? full(what, cause)
                : new StorageException(Kind.FAILED, what + reasonOf(cause), cause));
    }

    private static StorageException of(Errno errno, String what, IOException cause) {
        return switch (errno) {
            case ENOSPC -> full(what, cause);
            case EDQUOT -> new StorageException(Kind.FULL,
                    what + "the disk quota is used up; free space or ask for a larger quota", cause);
            case EROFS -> new StorageException(Kind.DENIED,
                    what + "the file system is mounted read-only; remount it writable or choose another place", cause);
            case EPERM -> new StorageException(Kind.DENIED,
                    what + "not permitted; check its owner, and that it is not marked immutable", cause);
            case EIO -> new StorageException(Kind.FAILED,
                    what + "the device reports an error; check the disk and its cable, and the system's log", cause);
            case ENOTDIR -> new StorageException(Kind.NOT_FOUND, what + "a part of the path is no folder", cause);
            case EISDIR -> new StorageException(Kind.INVALID, what + "it is a folder", cause);
            case ENAMETOOLONG -> new StorageException(Kind.INVALID,
                    what + "the name is too long for the file system", cause);
            case EFBIG -> new StorageException(Kind.INVALID,
                    what + "the file system stores no file so large; choose a smaller pack size", cause);
            case ESTALE, ENOTCONN, EHOSTDOWN, ETIMEDOUT -> new StorageException(Kind.UNREACHABLE,
                    what + reasonOf(cause) + "; check the network and the mount", cause, RETRYABLE, null);
            default -> new StorageException(Kind.FAILED, what + reasonOf(cause), cause);
        };
    }

    private static StorageException missing(String what, NoSuchFileException cause) {
        return new StorageException(Kind.NOT_FOUND, what + "it is not there", cause);
    }

    private static StorageException interrupted(String what, IOException cause) {
        return new StorageException(Kind.FAILED, what + "interrupted", cause);
    }

    private static StorageException full(String what, IOException cause) {
        return new StorageException(Kind.FULL, what + "no space left; free space there or choose another place", cause);
    }

    /** For systems whose words for a full disk are not known. */
    private static boolean isFull(Path path) {
        try {
            return Files.getFileStore(path.getParent()).getUsableSpace() == 0;
        } catch (IOException e) {
            // Asked only to word another failure, which is thrown.
            return false;
        }
    }

    private static String reasonOf(IOException cause) {
        String reason = cause instanceof FileSystemException named ? named.getReason() : cause.getMessage();
        return reason == null ? cause.toString() : reason;
    }
}
