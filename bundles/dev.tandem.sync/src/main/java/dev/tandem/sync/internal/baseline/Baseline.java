package dev.tandem.sync.internal.baseline;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.model.Base;
import java.io.IOException;
import java.util.SortedMap;

/**
 * What both sides were when they were last equal, by directory. Paths are made of keys
 * ({@link dev.tandem.sync.internal.plan.Names#key}); {@code .} is the root. Changes show at once and last once
 * {@link #commit} has returned. Thread-safe.
 */
public interface Baseline extends AutoCloseable {
    /** Returns the entries of a directory by key; none where it is not known. */
    SortedMap<RawName, Base> children(RawPath directory) throws IOException;

    /** Sets the entry of a path. */
    void put(RawPath path, Base base) throws IOException;

    /** Forgets a path and all below. */
    void remove(RawPath path) throws IOException;

    /**
     * Gives a path and all below another path, in place of what was known there. Where the last name changes, the new
     * key is the spelling on both sides from then on; who knows better sets the entry anew.
     */
    void move(RawPath from, RawPath to) throws IOException;

    /** Returns what is known of the pair as a whole. */
    Header header() throws IOException;

    /** Sets what is known of the pair as a whole. */
    void setHeader(Header header) throws IOException;

    /** Makes all changes durable, together. */
    void commit() throws IOException;

    @Override
    void close();

    /**
     * What is known of the pair as a whole.
     *
     * @param runs            how many runs there were that changed a side; 0 for a new baseline
     * @param files           files that both sides had after the last run
     * @param selectionDigest what took part, to tell when that changes
     * @param comparison      how contents were compared
     */
    record Header(long runs, long files, String selectionDigest, String comparison) {
        /** Of a pair that was never in step. */
        public static final Header NEW = new Header(0, 0, "", "");
    }
}
