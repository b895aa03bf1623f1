package dev.tandem.storage.spi;

import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** A facet of sessions whose storage is a folder of this machine, for those who can do more with that than with objects. */
@ConsumerType
public interface LocalFolder {
    /** Returns the folder; its volume may go away at any time. */
    Path folder();

    /**
     * Returns the identity of the volume the folder is on, and the folder's path from its top; empty where this is not
     * known. A destination with the setting {@code volume} is found by it wherever the volume is mounted.
     */
    Optional<OnVolume> onVolume();

    /**
     * A folder of a volume.
     *
     * @param volume the identity of its file system
     * @param path   the folder, from the top of the volume on, {@code /backup}
     */
    record OnVolume(String volume, String path) { }
}
