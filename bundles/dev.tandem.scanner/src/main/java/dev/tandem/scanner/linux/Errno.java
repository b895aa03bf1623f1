package dev.tandem.scanner.linux;

import dev.tandem.model.RawPath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** The error numbers of Linux, as on x86-64 and aarch64, and what they mean to a caller. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int ENXIO = 6;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EEXIST = 17;
    static final int EXDEV = 18;
    static final int ENOTDIR = 20;
    static final int EISDIR = 21;
    static final int EINVAL = 22;
    static final int EMFILE = 24;
    static final int ENOSPC = 28;
    static final int EROFS = 30;
    static final int EMLINK = 31;
    static final int ERANGE = 34;
    static final int ENAMETOOLONG = 36;
    static final int ENOSYS = 38;
    static final int ENOTEMPTY = 39;
    static final int ELOOP = 40;
    static final int ENODATA = 61;
    static final int ENOTSUP = 95;

    private Errno() {
    }

    /** Returns the exception for a call about {@code path} that failed with {@code number}. */
    static IOException exception(int number, RawPath path) {
        String file = path.toString();
        return switch (number) {
            case ENOENT -> new NoSuchFileException(file);
            case EACCES, EPERM, EROFS -> new AccessDeniedException(file, null, text(number));
            case ENOTDIR -> new NotDirectoryException(file);
            case EEXIST -> new FileAlreadyExistsException(file);
            case EXDEV -> new AtomicMoveNotSupportedException(file, null, text(number));
            case ENOTEMPTY -> new DirectoryNotEmptyException(file);
            default -> new FileSystemException(file, null, text(number));
        };
    }

    /** Returns what the system calls the error. */
    static String text(int number) {
        return CLibrary.error(number);
    }
}
