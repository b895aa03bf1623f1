package dev.tandem.backup;

/**
 * The size of some snapshots. Sizes are bytes.
 *
 * @param snapshots        how many
 * @param files            regular files in them, each name counted
 * @param restoreSize      size of those files
 * @param blobs            different blobs they need
 * @param uncompressedSize plain size of those blobs
 * @param storedSize       size of those blobs as stored
 */
public record StatsReport(long snapshots, long files, long restoreSize, long blobs, long uncompressedSize,
        long storedSize) { }
