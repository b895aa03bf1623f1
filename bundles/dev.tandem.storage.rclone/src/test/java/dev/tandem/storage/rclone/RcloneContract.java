package dev.tandem.storage.rclone;

import dev.tandem.storage.Location;
import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.SessionContext;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.StorageContract;
import dev.tandem.tck.rules.Scale;
import dev.tandem.tck.server.Peers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The storage contract through the rclone that is installed here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RcloneContract extends StorageContract {
    static final String HOW_TO = "apt-get install rclone";

    /** A write is several calls through two processes: enough to see a listing that comes in pieces. */
    private static final int CHILDREN = 400;

    @TempDir
    static Path folder;

    private final RcloneProvider provider = new RcloneProvider();
    private StorageSession keeper;

    /** Returns a place as rclone writes it. */
    abstract String remote(String place);

    /** Returns how rclone is configured. */
    SessionContext context() {
        return SessionContext.of(Storages.Mode.CREATE, folder);
    }

    /** One rclone serves all tests: it runs as long as a session is open. */
    @BeforeAll
    final void keepRclone() throws Exception {
        Peers.require("rclone", HOW_TO);
        keeper = provider.open(new Location("rclone", ":memory:keeper"), context());
    }

    @AfterAll
    final void endRclone() {
        if (keeper != null) {
            keeper.close();
        }
    }

    @Override
    protected Scale scale() {
        return Scale.TEST.withChildren(CHILDREN);
    }

    @Override
    protected StorageSession open(String place) throws Exception {
        return provider.open(new Location("rclone", remote(place)), context());
    }
}
