package dev.tandem.backup;

import java.util.List;

/**
 * What a check found.
 *
 * @param findings  everything found, errors first
 * @param snapshots snapshots checked
 * @param packs     packs present
 * @param packsRead packs read and verified in full
 * @param bytesRead size of them
 */
public record CheckReport(List<Finding> findings, int snapshots, int packs, int packsRead, long bytesRead) {
    /**
     * One thing found.
     *
     * @param error   whether data is hit; a hint otherwise
     * @param file    the file of the repository it is about, {@code data/…}, {@code index/…}
     * @param message what is wrong
     * @param affected snapshots that cannot be restored in full because of it, with up to a few paths each, a line each;
     *                empty for a hint
     * @param remedy  what to do about it
     */
    public record Finding(boolean error, String file, String message, List<String> affected, String remedy) { }

    /** Returns whether no data is hit. */
    public boolean clean() {
        return findings.stream().noneMatch(Finding::error);
    }
}
