package dev.tandem.storage.sftp;

import java.io.IOException;

/** The connection is gone, and with it the answer to what was asked. */
final class LostException extends IOException {
    private static final long serialVersionUID = 1L;

    LostException(String message, Throwable cause) {
        super(message, cause);
    }
}
