package dev.tandem.storage.spi;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.Storages;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What a provider is given to open a storage with. Valid as long as the session; thread-safe. */
@ProviderType
public interface SessionContext {
    /** Returns whether the location may be made. */
    Storages.Mode mode();

    /**
     * Returns a setting of the destination, by one of the names the provider {@linkplain StorageProvider#settings()
     * declares}. What an address says itself comes first, and is not told here.
     */
    Optional<String> setting(String name);

    /**
     * Returns a secret of the destination, which the caller wipes; empty where there is none, and always for locations
     * that nobody has named.
     *
     * @throws StorageException when secrets cannot be read
     */
    Optional<char[]> secret(String name) throws StorageException;

    /** Returns a variable of the environment; never one that belongs to somebody else than who opens the storage. */
    Optional<String> environment(String variable);

    /**
     * Returns a folder where the provider keeps what it must know again, such as the keys of servers; the same for all
     * sessions of the provider, and closed to other people.
     *
     * @throws StorageException when it cannot be made
     */
    Path state() throws StorageException;

    /** Returns a context that knows nothing but the mode and this process's environment; it keeps its state in {@code state}. */
    static SessionContext of(Storages.Mode mode, Path state) {
        return new SessionContext() {
            @Override
            public Storages.Mode mode() {
                return mode;
            }

            @Override
            public Optional<String> setting(String name) {
                return Optional.empty();
            }

            @Override
            public Optional<char[]> secret(String name) {
                return Optional.empty();
            }

            @Override
            public Optional<String> environment(String variable) {
                return Optional.ofNullable(System.getenv(variable));
            }

            @Override
            public Path state() {
                return state;
            }
        };
    }
}
