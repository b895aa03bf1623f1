package dev.tandem.storage.rest;

import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.Storages;
import dev.tandem.storage.http.Percent;
import dev.tandem.storage.spi.SessionContext;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.server.RcloneServe;
import java.nio.file.Path;

/** Where the test servers are, as a person would write it. */
final class Servers {
    private Servers() { }

    static String location(RcloneServe server, String path) {
        return "rest:http://" + RcloneServe.USER + ":" + Percent.encode(RcloneServe.PASSWORD) + "@127.0.0.1:"
                + server.port() + "/" + path + "/";
    }

    static StorageSession open(String location, Storages.Mode mode) throws StorageException {
        return new RestProvider().open(Location.parse(location), SessionContext.of(mode, Path.of("unused")));
    }
}
