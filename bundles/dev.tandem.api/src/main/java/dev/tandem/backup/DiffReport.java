package dev.tandem.backup;

/**
 * The sum of the differences between two snapshots.
 *
 * @param changedFiles files whose content differs
 * @param added        what only the second has
 * @param removed      what only the first has
 */
public record DiffReport(long changedFiles, Side added, Side removed) {
    /**
     * What one snapshot has and the other has not.
     *
     * @param files       files
     * @param dirs        directories
     * @param others      anything else
     * @param dataBlobs   data blobs
     * @param treeBlobs   tree blobs
     * @param bytes       plain size of the blobs
     * @param storedBytes size of the blobs as stored
     */
    public record Side(long files, long dirs, long others, long dataBlobs, long treeBlobs, long bytes,
            long storedBytes) { }
}
