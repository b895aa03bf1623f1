package dev.tandem.tck.rules;

import dev.tandem.storage.spi.StorageSession;

/** Where a rule is proven: a storage that was empty before. */
public interface Ground {
    /**
     * Opens a session on it, which the caller closes. Called several times, always for the same storage, and from several
     * threads.
     *
     * @throws Exception when it cannot be opened: the proof fails
     */
    StorageSession open() throws Exception;
}
