package dev.tandem.storage.sftp;

import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchSessionDisconnectException;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.util.List;

/** The one place where what a server or JSch says becomes a {@link StorageException}. */
final class Failures {
    private static final boolean RETRYABLE = true;
    private static final int LONGEST_CHAIN = 10;

    private Failures() { }

    /** Returns what {@code cause} means for {@code path}; {@code doing} completes "cannot …". */
    static StorageException of(String doing, String path, IOException cause) {
        String what = "cannot " + doing + " " + path + ": ";
        return switch (cause) {
            case StorageException e -> e;
            case StatusException e -> ofStatus(what, e);
            case LostException e -> new StorageException(Kind.UNREACHABLE, what + e.getMessage()
                    + "; check the network, and that the server runs", e, RETRYABLE, null);
            case InterruptedIOException e -> new StorageException(Kind.FAILED, what + "interrupted", e);
            default -> new StorageException(Kind.FAILED, what + cause.getMessage(), cause);
        };
    }

    private static StorageException ofStatus(String what, StatusException e) {
        return switch (e.code()) {
            case StatusException.NO_SUCH_FILE, StatusException.NO_SUCH_PATH, StatusException.NOT_A_DIRECTORY ->
                    new StorageException(Kind.NOT_FOUND, what + "it is not there", e);
            case StatusException.PERMISSION_DENIED, StatusException.WRITE_PROTECT -> new StorageException(Kind.DENIED,
                    what + "permission denied; check the owner and mode of it and of the folders above", e);
            case StatusException.BAD_MESSAGE, StatusException.INVALID_NAME -> new StorageException(Kind.INVALID,
                    what + "the server refuses the name: " + e.getMessage(), e);
            case StatusException.NO_CONNECTION, StatusException.CONNECTION_LOST -> new StorageException(
                    Kind.UNREACHABLE, what + e.getMessage(), e, RETRYABLE, null);
            case StatusException.UNSUPPORTED -> new StorageException(Kind.UNSUPPORTED,
                    what + "the server cannot do that", e);
            case StatusException.ALREADY_EXISTS -> exists(what, e);
            case StatusException.NO_SPACE, StatusException.QUOTA_EXCEEDED -> full(what, e);
            case StatusException.DIRECTORY_NOT_EMPTY -> notEmpty(what, e);
            default -> new StorageException(Kind.FAILED, what + "the server says '" + e.getMessage() + "'", e);
        };
    }

    static StorageException exists(String doing, String path, IOException cause) {
        return exists("cannot " + doing + " " + path + ": ", cause);
    }

    static StorageException full(String doing, String path, IOException cause) {
        return full("cannot " + doing + " " + path + ": ", cause);
    }

    static StorageException notEmpty(String doing, String path, IOException cause) {
        return notEmpty("cannot " + doing + " " + path + ": ", cause);
    }

    private static StorageException exists(String what, IOException cause) {
        return new StorageException(Kind.EXISTS, what + "it is there already", cause);
    }

    private static StorageException full(String what, IOException cause) {
        return new StorageException(Kind.FULL,
                what + "no space left on the server; free space there or choose another place", cause);
    }

    private static StorageException notEmpty(String what, IOException cause) {
        return new StorageException(Kind.INVALID, what + "the folder is not empty; delete what is in it first", cause);
    }

    /** Returns why nobody got in; {@code tried} are the proofs that were offered. */
    static StorageException ofLogin(Host host, List<String> tried, JSchException cause) {
        String what = "cannot log in at " + host + ": ";
        if (isRefusal(cause)) {
            return new StorageException(Kind.DENIED, what + "the server refuses "
                    + (tried.isEmpty() ? "a user without any proof" : String.join(" and ", tried))
                    + "; check the user's name, and give a key (setting 'key', an ssh agent, ~/.ssh) or the secret "
                    + "'password' that the server accepts", cause);
        }
        if (cause instanceof JSchAlgoNegoFailException) {
            return new StorageException(Kind.UNSUPPORTED, what + "no common algorithm (" + cause.getMessage()
                    + "); the server needs a newer SSH", cause);
        }
        if (cause.getMessage() != null && cause.getMessage().contains("failed to send channel request")) {
            return new StorageException(Kind.UNSUPPORTED, what + "the server offers no SFTP; its owner must switch it on",
                    cause);
        }
        if (reason(cause) instanceof UnknownHostException) {
            return new StorageException(Kind.UNREACHABLE, what + "there is no host of this name; check the spelling, and "
                    + "the network", cause, RETRYABLE, null);
        }
        return new StorageException(Kind.UNREACHABLE, what + reason(cause).getMessage()
                + "; check the address and the port, and that the server runs", cause, RETRYABLE, null);
    }

    private static boolean isRefusal(JSchException e) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith("Auth ") || message.startsWith("USERAUTH")
                || e instanceof JSchSessionDisconnectException && message.contains("authentication");
    }

    /** Returns the innermost cause, which is the one that says something. */
    private static Throwable reason(Throwable e) {
        Throwable reason = e;
        for (int i = 0; i < LONGEST_CHAIN && reason.getCause() != null; i++) {
            reason = reason.getCause();
        }
        return reason;
    }
}
