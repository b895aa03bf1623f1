package dev.tandem.storage.sftp;

import java.io.IOException;

/** The server does not speak SFTP as it is written. */
final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message);
    }
}
