package dev.tandem.sync.internal.engine;

import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.replica.TreeEditor;
import java.io.IOException;
import java.util.Collection;
import java.util.SortedMap;
import java.util.random.RandomGenerator;

/** A folder of a simulation: what the engine works on, and what people do there and see. */
interface Site {
    /** What stands for a directory in a tree. */
    String DIRECTORY = "/";

    /** Returns what people call it. */
    String name();

    /** Returns it as the engine sees it. */
    Replica replica();

    /** Returns it as people see it. */
    TreeEditor editor();

    /** Returns what is where: {@link #DIRECTORY}, {@code -> target}, or the content of a file. */
    SortedMap<RawPath, String> tree() throws IOException;

    /** Returns the contents of what was put aside. */
    Collection<String> kept() throws IOException;

    /** Returns how many calls changed something. */
    long changes();

    /** Begins another process, after the last one died or not. */
    void revive(RandomGenerator random) throws IOException;
}
