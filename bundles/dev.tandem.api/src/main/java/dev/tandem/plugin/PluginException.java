package dev.tandem.plugin;

import java.io.IOException;

/** A plugin cannot be had, for a reason a person can do something about; the message says what. */
public final class PluginException extends IOException {
    private static final long serialVersionUID = 1L;

    /** A failure with a message for a person. */
    public PluginException(String message) {
        super(message);
    }

    /** A failure with a message for a person, brought about by {@code cause}. */
    public PluginException(String message, Throwable cause) {
        super(message, cause);
    }
}
