package dev.tandem.cli.destination;

import dev.tandem.cli.CommandException;
import dev.tandem.storage.Destination;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.LocalFolder;
import dev.tandem.storage.spi.LocalFolder.OnVolume;
import dev.tandem.storage.spi.StorageSession;
import java.util.Optional;
import java.util.TreeMap;

/** Turns the path of a folder into the volume it is on and the path there. */
final class Volume {
    static final String SETTING = "volume";

    private Volume() { }

    /** Returns the same destination, found by its volume. */
    static Destination of(Destination destination, Storages storages) throws StorageException, CommandException {
        if (destination.settings().containsKey(SETTING)) {
            throw CommandException.usage("the destination '" + destination.name() + "' is found by the volume "
                    + destination.settings().get(SETTING) + " already; to move it, give --location too");
        }
        Optional<OnVolume> found;
        try (StorageSession session = storages.open(destination.location(), Storages.Mode.EXISTING)) {
            found = session.facet(LocalFolder.class).flatMap(LocalFolder::onVolume);
        }
        OnVolume place = found.orElseThrow(() -> CommandException.failed("the volume of " + destination.location()
                + " has no identity by which it could be found again, or this system does not tell it; leave out "
                + "--volume"));
        var settings = new TreeMap<>(destination.settings());
        settings.put(SETTING, place.volume());
        return new Destination(destination.name(), new Location(Location.FILE, place.path()), settings);
    }
}
