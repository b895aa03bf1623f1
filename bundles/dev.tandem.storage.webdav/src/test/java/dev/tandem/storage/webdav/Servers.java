package dev.tandem.storage.webdav;

import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.Storages;
import dev.tandem.storage.http.Percent;
import dev.tandem.storage.spi.SessionContext;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.server.ApacheDav;
import java.nio.file.Path;

/** Where the test servers are, as a person would write it. */
final class Servers {
    /** A listing comes in one answer, however long it is: more would only take longer. */
    static final int CHILDREN = 400;

    private Servers() { }

    static String apache(ApacheDav server, String path) {
        return "webdav://" + ApacheDav.USER + ":" + Percent.encode(ApacheDav.PASSWORD) + "@127.0.0.1:" + server.port()
                + "/" + path;
    }

    static StorageSession open(String location, Storages.Mode mode) throws StorageException {
        return new WebDavProvider().open(Location.parse(location), SessionContext.of(mode, Path.of("unused")));
    }
}
