package dev.tandem.storage.local;

import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.LocalFolder.OnVolume;
import dev.tandem.storage.spi.ProviderSetting;
import dev.tandem.storage.spi.SessionContext;
import dev.tandem.storage.spi.StorageProvider;
import dev.tandem.storage.spi.StorageSession;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Folders of this machine's file system, mounted ones included. */
@Component(property = StorageProvider.SCHEME + "=" + Location.FILE)
public final class LocalProvider implements StorageProvider {
    /** With this setting the location counts from the top of a volume. */
    static final String VOLUME = "volume";

    private final Volumes volumes;

    /** Activated by the component runtime. */
    public LocalProvider() {
        this(Volumes.OF_SYSTEM);
    }

    LocalProvider(Volumes volumes) {
        this.volumes = volumes;
    }

    @Override
    public List<ProviderSetting> settings() {
        return List.of(ProviderSetting.open(VOLUME, "UUID or label of a file system; the location is then a path from its "
                + "top on, wherever it is mounted (Linux only; default: the location is a path of this machine)"));
    }

    @Override
    public StorageSession open(Location where, SessionContext context) throws StorageException {
        Optional<String> volume = context.setting(VOLUME);
        if (volume.isEmpty()) {
            return open(where, context.mode());
        }
        Path root = volumes.find(new OnVolume(volume.get(), where.target()));
        // Asked before anything is made: whatever is mounted there now must be so later.
        Presence presence = Presence.of(root, volume.get());
        return open(root, context.mode(), presence);
    }

    /** Opens a folder, for which its location is all there is to know. */
    public StorageSession open(Location where, Storages.Mode mode) throws StorageException {
        return open(folderOf(where), mode, Presence.UNKNOWN);
    }

    private StorageSession open(Path root, Storages.Mode mode, Presence presence) throws StorageException {
        try {
            if (Files.isDirectory(root)) {
                return new LocalSession(root, presence, volumes);
            }
            if (Files.exists(root)) {
                throw new StorageException(Kind.INVALID, "cannot use " + root + ": it is a file; name a folder");
            }
            if (mode == Storages.Mode.EXISTING) {
                throw new StorageException(Kind.NOT_FOUND, "there is no folder " + root
                        + "; check the spelling, and that its volume is mounted");
            }
            Folders.make(root, Modes.PRIVATE);
            return new LocalSession(root, presence, volumes);
        } catch (IOException e) {
            throw Failures.of("open", root, e);
        }
    }

    private static Path folderOf(Location where) throws StorageException {
        try {
            return Path.of(expanded(where.target())).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new StorageException(Kind.INVALID, "'" + where.target() + "' is no path on this system: "
                    + e.getReason(), e);
        }
    }

    /** A shell expands the tilde only at the start of a word, so {@code --repo=~/backup} arrives with it. */
    private static String expanded(String target) {
        boolean home = target.equals("~") || target.startsWith("~/") || target.startsWith("~" + File.separator);
        return home ? System.getProperty("user.home") + target.substring(1) : target;
    }
}
