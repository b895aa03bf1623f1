package dev.tandem.sync;

import dev.tandem.model.RawPath;
import dev.tandem.sync.spi.Conflict;
import java.time.Instant;
import java.util.Optional;

/**
 * A conflict as it is remembered until it is resolved.
 *
 * @param id        names it within its pair; short
 * @param conflict  what was found
 * @param firstSeen when
 * @param outcome   what was done about it; empty while it waits for a person
 * @param copy      the kept copy, where there is one
 */
public record SyncConflict(String id, Conflict conflict, Instant firstSeen, Optional<String> outcome,
        Optional<RawPath> copy) { }
