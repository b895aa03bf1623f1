package dev.tandem.storage.sftp;

import java.io.IOException;

/** The server says why it did not do something. */
final class StatusException extends IOException {
    static final int OK = 0;
    static final int END = 1;
    static final int NO_SUCH_FILE = 2;
    static final int PERMISSION_DENIED = 3;
    /** Whatever has no code of its own: that something exists, that a disk is full. */
    static final int FAILURE = 4;
    static final int BAD_MESSAGE = 5;
    static final int NO_CONNECTION = 6;
    static final int CONNECTION_LOST = 7;
    static final int UNSUPPORTED = 8;
    // Of later versions of the protocol; some servers tell them to everybody.
    static final int NO_SUCH_PATH = 10;
    static final int ALREADY_EXISTS = 11;
    static final int WRITE_PROTECT = 12;
    static final int NO_SPACE = 14;
    static final int QUOTA_EXCEEDED = 15;
    static final int DIRECTORY_NOT_EMPTY = 18;
    static final int NOT_A_DIRECTORY = 19;
    static final int INVALID_NAME = 20;

    private static final long serialVersionUID = 1L;

    private final int code;

    StatusException(int code, String message) {
        super(message.isBlank() ? "status " + code : message);
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Tells whether the server says that there is nothing of this name. */
    static boolean isMissing(IOException e) {
        return is(e, NO_SUCH_FILE) || is(e, NO_SUCH_PATH) || is(e, NOT_A_DIRECTORY);
    }

    static boolean is(IOException e, int code) {
        return e instanceof StatusException status && status.code == code;
    }
}
