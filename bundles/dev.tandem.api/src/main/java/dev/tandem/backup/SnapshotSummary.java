package dev.tandem.backup;

import java.time.OffsetDateTime;

/**
 * What one backup run did. Sizes are bytes.
 *
 * @param backupStart         when it began
 * @param backupEnd           when it ended
 * @param filesNew            regular files that were not in the parent
 * @param filesChanged        such files that differ from the parent's
 * @param filesUnmodified     such files that do not
 * @param dirsNew             directories that were not in the parent
 * @param dirsChanged         directories whose tree differs from the parent's
 * @param dirsUnmodified      directories whose tree does not
 * @param dataBlobs           data blobs added to the repository
 * @param treeBlobs           tree blobs added to the repository
 * @param dataAdded           plain size of all blobs added
 * @param dataAddedPacked     size of them as stored
 * @param totalFilesProcessed regular files in the snapshot
 * @param totalBytesProcessed size of their content
 */
public record SnapshotSummary(OffsetDateTime backupStart, OffsetDateTime backupEnd, long filesNew, long filesChanged,
        long filesUnmodified, long dirsNew, long dirsChanged, long dirsUnmodified, long dataBlobs, long treeBlobs,
        long dataAdded, long dataAddedPacked, long totalFilesProcessed, long totalBytesProcessed) { }
