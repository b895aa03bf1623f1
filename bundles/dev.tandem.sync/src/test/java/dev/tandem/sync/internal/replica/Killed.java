package dev.tandem.sync.internal.replica;

/** The process dies here: nobody may catch this but a test. */
public final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    public Killed(String during) {
        super("killed during " + during);
    }
}
