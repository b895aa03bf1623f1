package dev.tandem.storage.rest;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.StorageContract;
import dev.tandem.tck.rules.Scale;
import dev.tandem.tck.server.RcloneServe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The storage contract on {@code rclone serve restic}, with names a repository can have in place of the rules' own. */
class ContractTest extends StorageContract {
    @TempDir
    static Path folder;

    private static final Map<String, Map<String, RemotePath>> PLACES = new ConcurrentHashMap<>();
    private static RcloneServe server;

    @BeforeAll
    static void startServer() throws Exception {
        server = RcloneServe.restic(Files.createDirectory(folder.resolve("root")), folder.resolve("log"));
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected StorageSession open(String place) throws Exception {
        return new MappedSession(Servers.open(Servers.location(server, place), Storages.Mode.CREATE),
                PLACES.computeIfAbsent(place, key -> new ConcurrentHashMap<>()));
    }

    @Override
    protected Scale scale() {
        return Scale.TEST.withChildren(400);
    }

    @Override
    protected Map<String, String> exceptions() {
        String why = "rclone puts what arrives under the final name, over the old object, and removes what it has of a "
                + "broken upload a moment later; restic's own server does better";
        return Stream.of("writing.broken-new", "writing.broken-large", "writing.broken-old", "writing.unchecked",
                "writing.wrong-length", "cancellation.in-write", "cancellation.in-overwrite", "leaks.failures")
                .collect(Collectors.toMap(rule -> rule, rule -> why));
    }
}
