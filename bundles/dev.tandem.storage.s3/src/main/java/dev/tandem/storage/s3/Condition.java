package dev.tandem.storage.s3;

import java.util.Optional;

/**
 * What the service shall find before it writes.
 *
 * @param absent  whether there must be no object
 * @param present the tag that the object must have, as the service wants it
 */
record Condition(boolean absent, Optional<String> present) {
    static final Condition NONE = new Condition(false, Optional.empty());

    /** Returns the value of {@code If-None-Match}, or null. */
    String ifNoneMatch() {
        return absent ? "*" : null;
    }

    /** Returns the value of {@code If-Match}, or null. */
    String ifMatch() {
        return present.orElse(null);
    }
}
