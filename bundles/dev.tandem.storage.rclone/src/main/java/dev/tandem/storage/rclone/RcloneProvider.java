package dev.tandem.storage.rclone;

import dev.tandem.storage.Location;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.ProviderSetting;
import dev.tandem.storage.spi.SessionContext;
import dev.tandem.storage.spi.StorageProvider;
import dev.tandem.storage.spi.StorageSession;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The remotes of the user's own rclone, which runs as long as a session of it is open. */
@Component(property = StorageProvider.SCHEME + "=" + RcloneProvider.RCLONE)
public final class RcloneProvider implements StorageProvider {
    static final String RCLONE = "rclone";

    private static final class Use {
        private final Bridge bridge;
        private int sessions;

        Use(Launch launch) {
            this.bridge = new Bridge(launch);
        }
    }

    private final Map<Launch, Use> uses = new HashMap<>();

    @Override
    public List<ProviderSetting> settings() {
        return Launch.SETTINGS;
    }

    @Override
    public StorageSession open(Location where, SessionContext context) throws StorageException {
        Remote remote = Remote.of(where);
        Launch launch = Launch.of(context);
        Bridge bridge = enter(launch);
        boolean opened = false;
        try {
            Operations operations = new Operations(bridge, remote);
            requireThere(operations, remote, context.mode());
            opened = true;
            return new RcloneSession(operations, () -> leave(launch));
        } finally {
            if (!opened) {
                leave(launch);
            }
        }
    }

    private static void requireThere(Operations operations, Remote remote, Storages.Mode mode) throws StorageException {
        if (mode == Storages.Mode.CREATE) {
            operations.makeDirectory(RemotePath.ROOT);
        } else if (operations.stat(RemotePath.ROOT).isEmpty()) {
            throw new StorageException(Kind.NOT_FOUND, "there is no " + remote + "; check the spelling");
        }
    }

    private synchronized Bridge enter(Launch launch) {
        Use use = uses.computeIfAbsent(launch, Use::new);
        use.sessions++;
        return use.bridge;
    }

    private synchronized void leave(Launch launch) {
        Use use = uses.get(launch);
        if (use != null && --use.sessions == 0) {
            uses.remove(launch);
            use.bridge.close();
        }
    }

    /** Ends every rclone, also under sessions that nobody closed. */
    @Deactivate
    synchronized void close() {
        uses.values().forEach(use -> use.bridge.close());
        uses.clear();
    }
}
