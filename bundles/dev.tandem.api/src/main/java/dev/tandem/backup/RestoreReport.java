package dev.tandem.backup;

/**
 * What a restore did. Sizes are bytes.
 *
 * @param filesRestored  entries made or changed, directories among them
 * @param filesUnchanged files that were right already
 * @param filesSkipped   files left alone because of the overwrite rule
 * @param filesDeleted   entries deleted
 * @param bytesRestored  size of the files made or changed
 * @param bytesWritten   bytes of them that had to be written
 * @param bytesUnchanged size of the files that were right already, or were left alone
 * @param filesVerified  files read again and found right
 * @param problems       how many items were not restored in full; each was told to the monitor
 */
public record RestoreReport(long filesRestored, long filesUnchanged, long filesSkipped, long filesDeleted,
        long bytesRestored, long bytesWritten, long bytesUnchanged, long filesVerified, long problems) { }
