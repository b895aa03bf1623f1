package dev.tandem.backup;

import java.io.IOException;

/**
 * A repository beside the one that is backed up to.
 *
 * @param name    how a person knows it
 * @param opening opens it, on a thread of its own; may take its time, and may fail
 */
public record Destination(String name, Opening opening) {
    /** Opens a repository. */
    @FunctionalInterface
    public interface Opening {
        /** Returns the repository, which the one who asked closes. */
        Repository open() throws IOException;
    }
}
