package dev.tandem.storage.http;

import java.util.Objects;

/**
 * What a request is made for, to say so where it fails.
 *
 * @param doing completes "cannot …"
 * @param what  the object, as the user knows it
 */
public record Purpose(String doing, String what) {
    public Purpose {
        Objects.requireNonNull(doing);
        Objects.requireNonNull(what);
    }

    /** Returns how a message of a failure starts. */
    public String cannot() {
        return "cannot " + doing + " " + what + ": ";
    }
}
