package dev.tandem.cli;

import dev.tandem.backup.RepositoryException;
import dev.tandem.command.ExitCode;
import dev.tandem.plugin.PluginFault;
import dev.tandem.sync.SyncException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;

/**
 * How the process tells its end after an exception.
 *
 * @param exitCode one of {@link ExitCode}
 * @param message  what failed and what to do
 * @param defect   whether the program itself is to blame, so that its stack is worth keeping
 */
record Failure(int exitCode, String message, boolean defect) {
    private static final String INTERRUPTED =
            "interrupted: repository and files are whole; run the same command again to go on";

    /** Returns the end that {@code thrown} means. */
    static Failure of(Throwable thrown) {
        return switch (thrown) {
            case CommandException e -> expected(e.exitCode(), text(e));
            case RepositoryException e -> expected(exitCode(e.kind()), text(e));
            case SyncException e -> expected(exitCode(e.kind()), text(e));
            case CancellationException _ -> expected(ExitCode.INTERRUPTED, INTERRUPTED);
            case InterruptedException _ -> expected(ExitCode.INTERRUPTED, INTERRUPTED);
            case UncheckedIOException e -> of(e.getCause());
            case FileSystemException e -> expected(ExitCode.FAILED, fileMessage(e));
            case IOException e -> expected(ExitCode.FAILED, text(e));
            case OutOfMemoryError _ -> expected(ExitCode.FAILED,
                    "out of memory: give the program more, for example with TANDEM_JAVA_OPTS=-Xmx2g");
            case PluginFault e -> new Failure(ExitCode.FAILED, text(e), true);
            case RuntimeException e -> new Failure(ExitCode.FAILED, "internal error: " + e, true);
            case Error e -> new Failure(ExitCode.FAILED, "internal error: " + e, true);
            default -> expected(ExitCode.FAILED, text(thrown));
        };
    }

    private static Failure expected(int exitCode, String message) {
        return new Failure(exitCode, message, false);
    }

    private static int exitCode(RepositoryException.Kind kind) {
        return switch (kind) {
            case NO_REPOSITORY -> ExitCode.NO_REPOSITORY;
            case LOCKED -> ExitCode.LOCKED;
            case WRONG_PASSWORD -> ExitCode.WRONG_PASSWORD;
            case REFUSED -> ExitCode.GATE;
            case EXISTS, NOT_FOUND, DAMAGED, UNSUPPORTED, INVALID, STORAGE -> ExitCode.FAILED;
        };
    }

    private static int exitCode(SyncException.Kind kind) {
        return switch (kind) {
            case GATE -> ExitCode.GATE;
            case LOCKED -> ExitCode.LOCKED;
            case INVALID -> ExitCode.USAGE;
            case NOT_FOUND, UNSUPPORTED, STORAGE -> ExitCode.FAILED;
        };
    }

    private static String text(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.toString() : message;
    }

    private static String fileMessage(FileSystemException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "no such file: " + failure.getFile();
            case AccessDeniedException _ -> "permission denied: " + failure.getFile();
            case FileAlreadyExistsException _ -> "exists already: " + failure.getFile();
            default -> text(failure);
        };
    }
}
