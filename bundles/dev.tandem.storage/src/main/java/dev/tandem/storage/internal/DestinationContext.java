package dev.tandem.storage.internal;

import dev.tandem.storage.Destination;
import dev.tandem.storage.Destinations;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages.Mode;
import dev.tandem.storage.spi.SessionContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a provider is told when a storage is opened.
 *
 * @param mode         whether the location may be made
 * @param named        the destination it is in, where it is in one
 * @param destinations where the secrets of that are
 * @param folder       the provider's folder, made when it is first asked for
 */
record DestinationContext(Mode mode, Optional<Destination> named, Destinations destinations, Path folder)
        implements SessionContext {
    @Override
    public Optional<String> setting(String name) {
        return named.map(destination -> destination.settings().get(name));
    }

    @Override
    public Optional<char[]> secret(String name) throws StorageException {
        if (named.isEmpty()) {
            return Optional.empty();
        }
        try {
            return destinations.secret(named.get().name(), name);
        } catch (IOException e) {
            throw new StorageException(Kind.FAILED, "cannot read the secret '" + name + "' of the destination '"
                    + named.get().name() + "': " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<String> environment(String variable) {
        return Optional.ofNullable(System.getenv(variable));
    }

    @Override
    public Path state() throws StorageException {
        try {
            OwnerFile.makeFolder(folder);
            return folder;
        } catch (IOException e) {
            throw new StorageException(Kind.FAILED, "cannot make the folder " + folder + ": " + e.getMessage(), e);
        }
    }
}
