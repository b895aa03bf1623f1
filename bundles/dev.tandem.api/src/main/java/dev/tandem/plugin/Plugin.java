package dev.tandem.plugin;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A jar in the folder of plugins.
 *
 * @param name        the bundle's symbolic name; that of the file where the jar tells none
 * @param version     the bundle's version; empty where the jar tells none
 * @param file        the jar
 * @param since       when it came into this state
 * @param explanation why it is in this state, and what to do about it; empty for one that runs
 */
public record Plugin(String name, String version, Path file, State state, Instant since, String explanation) {
    /** How far a plugin has come. */
    public enum State {
        /** It runs. */
        ACTIVE,
        /** It runs, but lacks a service for some of what it offers. */
        WAITING,
        /** It has been told to start and has not come back yet. */
        STARTING,
        /** Switched off by a person. */
        DISABLED,
        /** Another jar with the same name runs instead. */
        SUPERSEDED,
        /** The jar has no end yet; it is looked at again. */
        INCOMPLETE,
        /** It failed, and is left alone until its file changes or a person enables it. */
        QUARANTINED
    }
}
