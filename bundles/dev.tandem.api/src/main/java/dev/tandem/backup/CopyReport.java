package dev.tandem.backup;

import java.util.List;

/**
 * What copying did. Sizes are bytes.
 *
 * @param copied  snapshots that were copied, oldest first
 * @param present snapshots that were there already
 * @param failed  snapshots that were left out as something of them cannot be read; each was told to the monitor
 * @param blobs   blobs stored
 * @param bytes   size of them as stored
 */
public record CopyReport(List<Copied> copied, List<Copied> present, List<Snapshot> failed, long blobs, long bytes) {
    /**
     * A snapshot that both repositories have.
     *
     * @param source as it is in the source
     * @param copy   its name in the other repository
     */
    public record Copied(Snapshot source, Id copy) { }
}
