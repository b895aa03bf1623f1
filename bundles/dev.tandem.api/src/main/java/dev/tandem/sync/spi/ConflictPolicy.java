package dev.tandem.sync.spi;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides conflicts. A plugin registers one as a service with the property {@value #NAME}. Pure: no input, output or
 * clock; the same conflict gets the same answer, and the conflict with both sides swapped the swapped one, unless the
 * policy is about a side. Called from any thread.
 */
@ConsumerType
@FunctionalInterface
public interface ConflictPolicy {
    /** Service property of type String: the name people choose it by, {@code "newer"}. */
    String NAME = "tandem.conflict.policy";

    /** Decides. */
    Resolution resolve(Conflict conflict);
}
