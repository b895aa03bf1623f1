package dev.tandem.storage.internal;

import dev.tandem.storage.Destination;
import dev.tandem.storage.Destinations;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.util.Optional;

/** Finds what {@code @nas/photos} means. */
final class NamedPlaces {
    private final Destinations destinations;

    NamedPlaces(Destinations destinations) {
        this.destinations = destinations;
    }

    Place of(Location where) throws StorageException {
        if (!where.scheme().equals(Location.NAMED)) {
            return new Place(where, Optional.empty());
        }
        int slash = where.target().indexOf('/');
        String name = slash < 0 ? where.target() : where.target().substring(0, slash);
        String below = slash < 0 ? "" : where.target().substring(slash + 1);
        Destination destination = find(name);
        return new Place(SubPath.of(destination.location(), below), Optional.of(destination));
    }

    private Destination find(String name) throws StorageException {
        try {
            Optional<Destination> found = destinations.find(name);
            return found.isPresent() ? found.get() : unknown(name);
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw new StorageException(Kind.INVALID, e.getMessage(), e);
        }
    }

    private Destination unknown(String name) throws IOException {
        String names = String.join(", ", destinations.names());
        // Not NOT_FOUND, which would read as "nothing is stored there yet".
        throw new StorageException(Kind.INVALID, "there is no destination '" + name + "'; "
                + (names.isEmpty() ? "there is none yet" : "there are: " + names) + ". Add it with 'tandem destination "
                + "add " + name + " LOCATION', or write ./@" + name + " for a folder of that name");
    }
}
