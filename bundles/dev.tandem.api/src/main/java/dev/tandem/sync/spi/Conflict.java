package dev.tandem.sync.spi;

import dev.tandem.model.RawPath;
import java.util.Objects;
import java.util.Optional;

/**
 * Both sides changed a path in ways that do not agree.
 *
 * @param path  relative to both folders
 * @param kind  what met what
 * @param base  what both had when they were last equal; empty where they never were
 * @param left  what the left side has; empty where it has nothing
 * @param right what the right side has; empty where it has nothing
 */
public record Conflict(RawPath path, Kind kind, Optional<Version> base, Optional<Version> left,
        Optional<Version> right) {
    /** What met what. */
    public enum Kind {
        /** Both edited it. */
        EDIT_EDIT,
        /** Both made it, with different content. */
        CREATE_CREATE,
        /** One made it what the other one edited is not: a folder of a file. */
        TYPE,
        /** One deleted what the other one edited, and the rules do not let the edit win. */
        DELETE_EDIT,
        /** Both renamed it, to different names. */
        MOVE_MOVE,
        /** An item that does not take part is where one should come to be. */
        BLOCKED
    }

    public Conflict {
        Objects.requireNonNull(path);
        Objects.requireNonNull(kind);
    }
}
