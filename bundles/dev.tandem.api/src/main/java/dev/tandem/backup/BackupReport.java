package dev.tandem.backup;

import java.util.Optional;

/**
 * What a backup did.
 *
 * @param snapshot the snapshot saved; empty for a dry run
 * @param summary  what it did
 * @param problems how many items could not be read; each was told to the monitor
 */
public record BackupReport(Optional<Id> snapshot, SnapshotSummary summary, long problems) { }
