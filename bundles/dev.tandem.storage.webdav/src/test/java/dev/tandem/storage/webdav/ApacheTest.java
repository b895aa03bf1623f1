package dev.tandem.storage.webdav;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.StorageContract;
import dev.tandem.tck.rules.Scale;
import dev.tandem.tck.server.ApacheDav;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The storage contract on Apache's mod_dav. */
class ApacheTest extends StorageContract {
    private static ApacheDav server;

    @BeforeAll
    static void startServer() throws Exception {
        server = ApacheDav.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected StorageSession open(String place) throws Exception {
        return Servers.open(Servers.apache(server, "a storage/of%25things/" + place), Storages.Mode.CREATE);
    }

    @Override
    protected Scale scale() {
        return Scale.TEST.withChildren(Servers.CHILDREN);
    }

    @Test
    void whatApacheCanDoIsPromisedAndNoMore() {
        // Its tags are weak at first, its conditions do not hold between two writers, its times cannot be set, and a
        // read that meets an overwrite can get new bytes up to the old length.
        assertEquals(EnumSet.of(Capability.RANGE_READ, Capability.RENAME, Capability.RENAME_DIRECTORIES,
                Capability.CASE_SENSITIVE, Capability.CONCURRENT, Capability.DIRECTORIES), session().capabilities());
    }
}
