package dev.tandem.scan;

import dev.tandem.model.RawPath;
import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Tells in which directories of the local file system something changes. What it tells is a hint where to look: the same
 * change may be told several times, and a change that was undone as well. Thread-safe.
 */
@ProviderType
public interface LocalWatcher {
    /**
     * Watches directories and all below that the filter lets through, links not followed. Whatever changes after this
     * has returned is told; so who looks at the directories then misses nothing.
     *
     * @param roots absolute paths of directories
     * @throws IOException when a root is no directory or cannot be read
     */
    Watch watch(List<RawPath> roots, WatchFilter filter, Listener listener) throws IOException;

    /** Which directories are watched. */
    @ConsumerType
    @FunctionalInterface
    interface WatchFilter {
        /** Tells whether a directory below a root, absolute, is watched; what is below one that is not is not asked for. */
        boolean watches(RawPath directory);
    }

    /** Who is told. Called by one thread at a time, not by the one that called {@link #watch}. */
    @ConsumerType
    interface Listener {
        /**
         * Entries were made, changed, renamed or deleted in a directory, or its own metadata changed. A directory that came
         * from somewhere is told with all below it.
         */
        void changed(RawPath directory);

        /**
         * Changes in a directory or below may have been missed, or may be from now on.
         *
         * @param why a sentence
         */
        void lost(RawPath subtree, String why);
    }

    /** A watch under way. */
    interface Watch extends AutoCloseable {
        /** Returns a sentence that tells what is noticed how soon. */
        String mode();

        /** Ends it; once this has returned the listener is not called any more, but by the thread that calls this itself. */
        @Override
        void close();
    }
}
