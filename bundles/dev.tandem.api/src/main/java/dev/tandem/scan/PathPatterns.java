package dev.tandem.scan;

import dev.tandem.model.RawPath;
import org.osgi.annotation.versioning.ProviderType;

/** A compiled list of patterns in the syntax of {@link SourceRules}. Thread-safe. */
@ProviderType
public interface PathPatterns {
    /** Tells whether the last pattern that matches {@code path}, or a directory above it, is not a {@code !} one. */
    boolean matches(RawPath path);

    /** Tells whether something below {@code directory} could match; true when in doubt. */
    boolean mayMatchBelow(RawPath directory);
}
