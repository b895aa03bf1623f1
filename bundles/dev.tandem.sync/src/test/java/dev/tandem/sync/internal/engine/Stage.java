package dev.tandem.sync.internal.engine;

import dev.tandem.sync.internal.replica.Faults;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/** Where an episode takes place: folders, and what they are kept in step with. */
interface Stage {
    /** Returns the folders, the hub first. */
    List<Site> sites();

    /** Returns what runs are done with. */
    Workshop workshop();

    /** Returns what goes wrong. */
    Faults faults();

    /** Returns the time, in nanoseconds since 1970. */
    long now();

    /** Lets time go by, mostly. */
    void pause(RandomGenerator random);

    /** What is remembered of all folders is lost. */
    void loseState() throws IOException;

    /** Returns what it is like, for people. */
    String describe();
}
