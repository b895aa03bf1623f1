package dev.tandem.sync.spi;

import dev.tandem.model.RawPath;
import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Merges two edited versions of a file of some kind. A plugin registers one as a service; the one with the highest
 * ranking that accepts a path is asked. Called from any thread.
 */
@ConsumerType
public interface Merger {
    /** Files above this size are not merged. */
    int MAX_BYTES = 16 << 20;

    /** Returns the name people choose it by, {@code "text"}. */
    String name();

    /** Tells whether files with such a name can be merged. */
    boolean accepts(RawPath path);

    /**
     * Merges.
     *
     * @param base  what both were made of
     * @param left  the version of the left side
     * @param right the version of the right side
     * @return the merged bytes; empty where both changed the same, so that a person must look
     * @throws IOException where a version is not what its name says
     */
    Optional<byte[]> merge(byte[] base, byte[] left, byte[] right) throws IOException;
}
