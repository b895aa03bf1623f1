package dev.tandem.storage.local;

import dev.tandem.storage.spi.LocalFolder;
import java.nio.file.Path;
import java.util.Optional;

/** Where a session's folder really is. */
record VolumeFolder(Path folder, Volumes volumes) implements LocalFolder {
    @Override
    public Optional<OnVolume> onVolume() {
        return volumes.of(folder);
    }
}
