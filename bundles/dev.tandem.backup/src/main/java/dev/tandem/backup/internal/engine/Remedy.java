package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;

/** What is to be done about something a check found: the commands that mend it. */
enum Remedy {
    /** A key that no password opens. */
    KEY("'tandem key add' with the password it had, then 'tandem key remove %s'", ""),
    /** A snapshot file that cannot be read. */
    SNAPSHOT("'tandem recover --forget-damaged' makes a snapshot of the folders it had, which are still there, and"
            + " deletes its file", ""),
    /** An index file that cannot be read or is not right. */
    INDEX("'tandem repair index'", ""),
    /** A pack that is gone. */
    PACK_GONE("'tandem repair index' drops it from the index",
            "'tandem heal --from LOCATION' if another repository has the same files; else 'tandem repair index'"),
    /** A pack that is damaged. */
    PACK("'tandem repair packs %s'",
            "'tandem heal --from LOCATION %s' if another repository has the same files; else 'tandem repair packs %s'"),
    /** Blobs that no index knows. */
    BLOBS_GONE("'tandem repair index'",
            "'tandem repair index', which finds them if they are in a pack that no index lists;"
                    + " 'tandem heal --from LOCATION' if another repository has the same files"),
    /** A tree that is as it was stored, and was stored wrong. */
    MALFORMED("'tandem repair snapshots --forget' takes it out of the snapshots", ""),
    /** Something that went wrong once and not again. */
    HARDWARE("nothing need be mended here; look after the hardware, then run 'tandem check --read-data' again", ""),
    /** A pack that no index lists. */
    ORPHAN("nothing need be done: the next 'tandem prune' removes it", ""),
    /** Nothing is wrong. */
    NONE("", "");

    private static final String THE_REST = ", then 'tandem backup' of the same folders, which brings back what is still"
            + " there; at last 'tandem repair snapshots --forget' takes what is lost for good out of the snapshots";

    private final String mending;
    private final String saving;

    /**
     * @param mending what to do where no snapshot is hit
     * @param saving  what to do first where some are; empty where that is no different
     */
    Remedy(String mending, String saving) {
        this.mending = mending;
        this.saving = saving;
    }

    /**
     * Returns it for a person.
     *
     * @param id  what it is about
     * @param hit whether snapshots lack something because of it
     */
    String text(Id id, boolean hit) {
        String text = hit && !saving.isEmpty() ? saving + THE_REST : mending;
        return text.replace("%s", id.toString());
    }
}
