package dev.tandem.bench;

import java.util.List;

/** What is backed up, and what is measured on it, in this order. */
enum Scenario {
    TREE("a real tree", Step.values()),
    SMALL("many small files", Step.values()),
    BIG("one incompressible file", Step.values()),
    MEMORY("very many tiny files", Step.FIRST, Step.UNCHANGED);

    final String title;
    final List<Step> steps;

    Scenario(String title, Step... steps) {
        this.title = title;
        this.steps = List.of(steps);
    }

    /** What a program does. */
    enum Step {
        FIRST("first backup"),
        UNCHANGED("unchanged backup"),
        CHANGED("backup after 1 % change"),
        RESTORE("restore"),
        CHECK("check, reading data");

        final String title;

        Step(String title) {
            this.title = title;
        }

        boolean isBackup() {
            return this != RESTORE && this != CHECK;
        }
    }
}
