package dev.tandem.scan;

import dev.tandem.model.RawPath;
import java.util.Optional;

/** What a backup would do with a path as things are now, and why. */
public sealed interface Verdict {
    /** Returns what decided: the path itself, or a directory above it. */
    RawPath at();

    /**
     * It is backed up.
     *
     * @param takenBack the {@code !} pattern that keeps it although an earlier one matches
     */
    record Included(RawPath at, Optional<SourceRule> takenBack) implements Verdict { }

    /** A rule leaves it out. */
    record Excluded(RawPath at, SourceRule rule) implements Verdict { }

    /** It is a socket, which means nothing without the process that listens. */
    record Socket(RawPath at) implements Verdict { }

    /** It is not there; no rule would leave it out for its name. */
    record Absent(RawPath at) implements Verdict { }

    /** It cannot be looked at. */
    record Unreadable(RawPath at, String reason) implements Verdict { }
}
