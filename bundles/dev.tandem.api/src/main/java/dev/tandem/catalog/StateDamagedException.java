package dev.tandem.catalog;

import java.io.IOException;

/**
 * A store of state turned out to be damaged while it was read. Who meets it closes the store and has it set aside with
 * {@link StateStores#setAside}; the next opening gives an empty one.
 */
public class StateDamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    public StateDamagedException(String message) {
        super(message);
    }

    public StateDamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
