package dev.tandem.sync;

import java.util.Objects;

/**
 * Which policy decides conflicts at some paths.
 *
 * @param pattern a pattern in the syntax of {@link dev.tandem.scan.SourceRules}, relative to the folders; {@code *} for
 *                all
 * @param policy  the name of a {@link dev.tandem.sync.spi.ConflictPolicy}
 */
public record ConflictRule(String pattern, String policy) {
    public ConflictRule {
        Objects.requireNonNull(pattern);
        Objects.requireNonNull(policy);
    }

    /** Returns the rule by which a policy decides everywhere. */
    public static ConflictRule everywhere(String policy) {
        return new ConflictRule("*", policy);
    }
}
