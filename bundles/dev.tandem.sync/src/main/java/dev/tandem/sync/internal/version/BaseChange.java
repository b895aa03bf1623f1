package dev.tandem.sync.internal.version;

import java.io.IOException;

/** What the base learns once a change is done. */
@FunctionalInterface
public interface BaseChange {
    /** Tells the base. */
    void tell(Bases bases) throws IOException;
}
