package dev.tandem.sync;

import dev.tandem.model.RawPath;
import java.util.Optional;

/**
 * One row of a plan, and what became of it.
 *
 * @param stage  how far it is
 * @param action what is done
 * @param side   where it is done; empty where nothing is
 * @param path   relative to the folders
 * @param from   for a move, the path before; for a kept copy, the path it is a copy of
 * @param bytes  of content that are copied
 * @param reason why, or why not
 */
public record SyncItem(Stage stage, Action action, Optional<Side> side, RawPath path, Optional<RawPath> from,
        long bytes, String reason) {
    /** How far a row is. */
    public enum Stage { PLANNED, DONE, SKIPPED, FAILED }

    /** What a row does. */
    public enum Action { CREATE, UPDATE, ATTRIBUTES, MAKE_DIRECTORY, MOVE, DELETE, CONFLICT, SKIP }
}
