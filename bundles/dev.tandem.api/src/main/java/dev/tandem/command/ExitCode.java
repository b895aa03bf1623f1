package dev.tandem.command;

/** What the process says of its end; the same numbers as restic's where both have one. */
public final class ExitCode {
    /** Everything was done. */
    public static final int DONE = 0;
    /** It failed. */
    public static final int FAILED = 1;
    /** The command line makes no sense. */
    public static final int USAGE = 2;
    /** Done, but some items could not be read or written. */
    public static final int INCOMPLETE = 3;
    /** A safety gate stopped it before any change. */
    public static final int GATE = 4;
    /** There is no repository at the location. */
    public static final int NO_REPOSITORY = 10;
    /** The repository is locked by somebody else. */
    public static final int LOCKED = 11;
    /** The password opens no key of the repository. */
    public static final int WRONG_PASSWORD = 12;
    /** Interrupted by the user. */
    public static final int INTERRUPTED = 130;

    private ExitCode() { }
}
