package dev.tandem.cli.destination;

import dev.tandem.storage.Destination;
import dev.tandem.storage.Destinations;
import dev.tandem.storage.Location;
import java.io.IOException;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * A destination as JSON tells it.
 *
 * @param secrets the names of those that are kept
 */
record DestinationMessage(String name, Location location, SortedMap<String, String> settings,
        SortedSet<String> secrets) {
    static DestinationMessage of(Destination destination, Destinations destinations) throws IOException {
        return new DestinationMessage(destination.name(), destination.location(), destination.settings(),
                destinations.secrets(destination.name()));
    }
}
