package dev.tandem.backup;

import java.util.List;
import java.util.Optional;

/**
 * What a backup to several repositories did.
 *
 * @param backup what it did at the first of them
 * @param others what became of it at the others, in the order they were given
 */
public record SharedBackupReport(BackupReport backup, List<Arrival> others) {
    /**
     * What became of a backup at one of the other repositories.
     *
     * @param destination its name
     * @param snapshot    the new snapshot there; empty when it is not there
     * @param copy        what came there after the backup, mostly what the destination was too slow for
     * @param streamed    blobs that it stored while the backup ran
     * @param failure     why it does not have all it should have; empty when it does
     */
    public record Arrival(String destination, Optional<Id> snapshot, CopyReport copy, long streamed,
            Optional<String> failure) { }
}
