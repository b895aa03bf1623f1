package dev.tandem.bench;

import dev.tandem.bench.Scenario.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What programs of a kind are compared in: how one gets ready, and how it does a step. */
interface Contest {
    /** Tells whether a program takes part. */
    boolean admits(Peer peer, Scenario scenario);

    /** The first use of a program prepares things that later uses find, and shows whether it works at all. */
    void warmUp(Peer peer) throws IOException, InterruptedException;

    /** Makes a program ready for a round. */
    void prepare(Peer peer, Scenario scenario, Path source) throws IOException, InterruptedException;

    /** Begins a step, before any program does it; false where it is left out, as not all of them can do it. */
    boolean begin(Step step, Scenario scenario, Path source, int round, List<Peer> racing)
            throws IOException, InterruptedException;

    /** Lets a program do a step. */
    void measure(Peer peer, Scenario scenario, Step step, Path source) throws IOException, InterruptedException;

    /** Ends a round. */
    void end() throws IOException, InterruptedException;
}
