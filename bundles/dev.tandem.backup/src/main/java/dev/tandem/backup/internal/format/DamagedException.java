package dev.tandem.backup.internal.format;

import java.io.IOException;

/** Stored bytes are not what they must be: cut short, changed, or never well-formed. Reading them again may help. */
public final class DamagedException extends IOException {
    /** Makes one whose {@code message} says what is wrong with which bytes. */
    public DamagedException(String message) {
        super(message);
    }

    /** Makes one for a failure that {@code cause} reported. */
    public DamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
