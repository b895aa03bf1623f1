package dev.tandem.catalog;

import dev.tandem.backup.Snapshot;
import dev.tandem.model.RawPath;
import java.util.List;
import java.util.Optional;

/**
 * What was at a path over time.
 *
 * @param path     absolute path within the snapshots
 * @param versions what was there, each once, by the snapshot it was first seen in; at least one
 * @param gone     the first snapshot that should have it and has not: the one after the last that has it, of the same
 *                 machine and paths; empty when the newest of such snapshots has it
 */
public record FoundPath(RawPath path, List<Version> versions, Optional<Snapshot> gone) {
    /**
     * One thing that was at a path.
     *
     * @param entry     what it is
     * @param snapshots those that have it, oldest first; at least one
     */
    public record Version(FileEntry entry, List<Snapshot> snapshots) { }

    /** Returns the oldest snapshot with one of the versions. */
    public Snapshot first() {
        return versions.getFirst().snapshots().getFirst();
    }

    /** Returns the newest version: the one the newest snapshot with any of them has. */
    public Version newest() {
        Version newest = versions.getFirst();
        for (Version version : versions) {
            if (version.snapshots().getLast().time().isAfter(newest.snapshots().getLast().time())) {
                newest = version;
            }
        }
        return newest;
    }

    /** Returns the newest snapshot with one of the versions. */
    public Snapshot last() {
        return newest().snapshots().getLast();
    }
}
