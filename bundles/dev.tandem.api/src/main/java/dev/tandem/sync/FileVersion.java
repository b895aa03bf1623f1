package dev.tandem.sync;

import dev.tandem.model.RawPath;
import java.time.Instant;
import java.util.Optional;

/**
 * A version that a run overwrote or deleted, or moved out of its way.
 *
 * @param run      the run that did
 * @param side     where
 * @param path     relative to the folders
 * @param replaced when it was put aside
 * @param modified its own time of modification
 * @param size     bytes
 * @param snapshot the snapshot that holds it, where versions go to a repository; empty where it is a file of the folder
 */
public record FileVersion(String run, Side side, RawPath path, Instant replaced, Instant modified, long size,
        Optional<String> snapshot) { }
