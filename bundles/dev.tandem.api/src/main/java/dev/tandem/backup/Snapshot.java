package dev.tandem.backup;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What was backed up, when, from where.
 *
 * @param id             its name in the repository
 * @param time           when the backup began, with the zone offset of the machine it ran on
 * @param parent         the snapshot it was compared with
 * @param tree           its root tree
 * @param paths          absolute paths that were backed up, as the user gave them
 * @param hostname       machine, possibly empty
 * @param username       user, possibly empty
 * @param uid            the user's number
 * @param gid            the user's group number
 * @param excludes       patterns left out
 * @param tags           words attached by users
 * @param original       the snapshot this one was edited from
 * @param programVersion program that wrote it, possibly empty
 * @param summary        what the run did; older programs record none
 */
public record Snapshot(Id id, OffsetDateTime time, Optional<Id> parent, Id tree, List<String> paths, String hostname,
        String username, int uid, int gid, List<String> excludes, List<String> tags, Optional<Id> original,
        String programVersion, Optional<SnapshotSummary> summary) { }
