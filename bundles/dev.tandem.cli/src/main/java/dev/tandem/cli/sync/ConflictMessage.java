package dev.tandem.cli.sync;

import dev.tandem.model.RawPath;
import dev.tandem.sync.SyncConflict;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.Version;
import java.time.Instant;
import java.util.Optional;

/** A conflict as programs read it. */
record ConflictMessage(String id, RawPath path, Conflict.Kind kind, Instant firstSeen, boolean waits,
        Optional<String> outcome, Optional<RawPath> copy, Optional<Version> base, Optional<Version> left,
        Optional<Version> right) {
    static ConflictMessage of(SyncConflict known) {
        Conflict conflict = known.conflict();
        return new ConflictMessage(known.id(), conflict.path(), conflict.kind(), known.firstSeen(),
                known.outcome().isEmpty(), known.outcome(), known.copy(), conflict.base(), conflict.left(),
                conflict.right());
    }

    /** Returns what met what, for people. */
    static String kind(Conflict.Kind kind) {
        return switch (kind) {
            case EDIT_EDIT -> "edited on both sides";
            case CREATE_CREATE -> "made on both sides";
            case TYPE -> "of two types";
            case DELETE_EDIT -> "deleted and edited";
            case MOVE_MOVE -> "renamed on both sides";
            case BLOCKED -> "in the way";
        };
    }
}
