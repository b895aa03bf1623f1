package dev.tandem.bench;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is backed up, and what is measured on it, in this order. */
enum Scenario {
    TREE("a real tree", Step.OF_FILES),
    SMALL("many small files", Step.OF_FILES),
    BIG("one incompressible file", Step.OF_FILES),
    MEMORY("very many tiny files", EnumSet.of(Step.FIRST, Step.UNCHANGED)),
    STORE("a store of 50 snapshots", Step.OF_STORE);

    final String title;
    final List<Step> steps;

    Scenario(String title, Set<Step> steps) {
        this.title = title;
        this.steps = List.copyOf(steps);
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
        PRUNE("prune");

        private static final Set<Step> OF_FILES = EnumSet.range(FIRST, CHECK);
        private static final Set<Step> OF_STORE = EnumSet.range(CHECK_STRUCTURE, PRUNE);

        final String title;

        Step(String title) {
            this.title = title;
        }

        boolean isBackup() {
            return this == FIRST || this == UNCHANGED || this == CHANGED;
        }
    }
}
