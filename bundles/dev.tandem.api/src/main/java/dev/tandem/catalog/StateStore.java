package dev.tandem.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** An open store of state: maps that change together. Thread-safe. */
@ProviderType
public interface StateStore extends AutoCloseable {
    /** Returns where a damaged store went that this one was opened in place of; empty where there was none. */
    Optional<Path> setAside();

    /** Returns a map, empty where nothing was ever put into it. */
    StateMap map(String name);

    /**
     * Makes all changes since the last commit durable, all of them or none. Until then they are held in memory. After a
     * failure the store can only be closed.
     */
    void commit() throws IOException;

    /** Closes it; what was not committed is gone. */
    @Override
    void close();
}
