package dev.tandem.tck.rules;

/** There is nothing to prove, for the reason in the message. */
public final class Skipped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Skipped(String reason) {
        super(reason, null, false, false);
    }
}
