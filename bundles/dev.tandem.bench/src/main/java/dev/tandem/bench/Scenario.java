package dev.tandem.bench;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is backed up or kept in step, and what is measured on it, in this order. */
enum Scenario {
    TREE("a real tree", Step.OF_FILES),
    SMALL("many small files", Step.OF_FILES),
    BIG("one incompressible file", Step.OF_FILES),
    MEMORY("very many tiny files", EnumSet.of(Step.FIRST, Step.UNCHANGED)),
    STORE("a store of 50 snapshots", Step.OF_STORE),
    SFTP("a real tree over SFTP", Step.OF_REMOTE),
    SFTP_FAR("a real tree over SFTP, 30 ms away", Step.OF_REMOTE),
    S3("a real tree over S3", Step.OF_REMOTE),
    S3_FAR("a real tree over S3, 30 ms away", Step.OF_REMOTE),
    SYNC("two folders of many files", Step.OF_SYNC),
    SYNC_LARGE("two folders of very many files", Step.OF_SYNC);

    final String title;
    final List<Step> steps;

    Scenario(String title, Set<Step> steps) {
        this.title = title;
        this.steps = List.copyOf(steps);
    }

    /** Tells whether the repository is on a server. */
    boolean isRemote() {
        return this == SFTP || this == SFTP_FAR || this == S3 || this == S3_FAR;
    }

    /** Tells whether the server speaks S3. */
    boolean isS3() {
        return this == S3 || this == S3_FAR;
    }

    /** Tells whether the server is farther away than it is. */
    boolean isFar() {
        return this == SFTP_FAR || this == S3_FAR;
    }

    /** Returns the scenario whose files this one is about. */
    Scenario files() {
        return isRemote() ? TREE : this;
    }

    /** Tells whether two folders are kept in step; else one is backed up. */
    boolean isSync() {
        return this == SYNC || this == SYNC_LARGE;
    }

    /** What a program does. */
    enum Step {
        FIRST("first backup"),
        UNCHANGED("unchanged backup"),
        CHANGED("backup after 1 % change"),
        RESTORE("restore"),
        CHECK("check, reading data"),
        CHECK_STRUCTURE("check"),
        STATS_RESTORE_SIZE("stats, restore size"),
        STATS_RAW_DATA("stats, raw data"),
        FIND_COLD("find, first time"),
        FIND_WARM("find again"),
        FORGET_DRY_RUN("forget, dry run"),
        FORGET("forget"),
        PRUNE("prune"),
        SYNC_EQUAL("first sync, equal folders"),
        SYNC_NOTHING("sync without a change"),
        SYNC_ONE("one file changed"),
        SYNC_NEW("many new files"),
        SYNC_RENAMED("a large folder renamed"),
        SYNC_APPENDED("a large file appended");

        private static final Set<Step> OF_FILES = EnumSet.range(FIRST, CHECK);
        private static final Set<Step> OF_STORE = EnumSet.range(CHECK_STRUCTURE, PRUNE);
        private static final Set<Step> OF_REMOTE = EnumSet.of(FIRST, UNCHANGED, RESTORE);
        private static final Set<Step> OF_SYNC = EnumSet.range(SYNC_EQUAL, SYNC_APPENDED);

        final String title;

        Step(String title) {
            this.title = title;
        }

        boolean isBackup() {
            return this == FIRST || this == UNCHANGED || this == CHANGED;
        }
    }
}
