package dev.tandem.storage.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.tandem.storage.Location;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages.Mode;
import dev.tandem.storage.spi.SessionContext;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.TestContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that are wrong, or old, or ill-willed. */
class ListingTest {
    private static final String ID = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private HttpServer server;
    private String type = "application/vnd.x.restic.rest.v2";
    private String listing = "[]";
    private final AtomicReference<String> login = new AtomicReference<>();

    @BeforeEach
    void startServer() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                login.set(exchange.getRequestHeaders().getFirst("Authorization"));
                byte[] body = listing.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", type);
                exchange.sendResponseHeaders(200, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
                if (!exchange.getRequestMethod().equals("HEAD")) {
                    exchange.getResponseBody().write(body);
                }
            }
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private List<String> listed() throws StorageException {
        try (StorageSession session = Servers.open("rest:http://127.0.0.1:" + server.getAddress().getPort() + "/",
                Mode.CREATE)) {
            List<String> names = new ArrayList<>();
            session.list(RemotePath.of("keys"), info -> names.add(info.path().name() + " " + info.size()));
            return names;
        }
    }

    private void assertFails(Kind kind) {
        assertEquals(kind, assertThrows(StorageException.class, this::listed).kind());
    }

    @Test
    void filesWithOtherNamesAreNoneOfARepository() throws Exception {
        listing = "[{\"name\":\"notes.txt\",\"size\":3},{\"more\":{\"a\":[1]},\"size\":7,\"name\":\"" + ID
                + "\"},{\"name\":\"../../etc/passwd\",\"size\":1}]";
        assertEquals(List.of(ID + " 7"), listed());
    }

    @Test
    void aListingThatIsNotWholeFails() {
        String file = "{\"name\":\"" + ID + "\",\"size\":7}";
        for (String broken : List.of("", "[", "[" + file, "[" + file + ",", "{}", "null", "[7]", "[{\"name\":\"" + ID
                + "\"}]", "[{\"name\":\"" + ID + "\",\"size\":-1}]", "[{\"name\":\"" + ID + "\",\"size\":\"x\"}]")) {
            listing = broken;
            assertFails(Kind.FAILED);
        }
    }

    @Test
    void aNameWithoutEndIsNotCollected() {
        listing = "[{\"name\":\"" + "x".repeat(3 << 20) + "\",\"size\":7}]";
        assertFails(Kind.FAILED);
    }

    @Test
    void aServerOfTheOldProtocolSaysSo() {
        type = "application/vnd.x.restic.rest.v1";
        assertFails(Kind.UNSUPPORTED);
    }

    @Test
    void theEnvironmentCountsWhereTheAddressNamesNobody() throws Exception {
        SessionContext context = TestContext.in(Path.of("unused")).withVariable("RESTIC_REST_USERNAME", "eve")
                .withVariable("RESTIC_REST_PASSWORD", "secret");
        String host = "127.0.0.1:" + server.getAddress().getPort();
        new RestProvider().open(Location.parse("rest:http://" + host + "/"), context).close();
        assertEquals("Basic ZXZlOnNlY3JldA==", login.get());
        new RestProvider().open(Location.parse("rest:http://ada:pw@" + host + "/"), context).close();
        assertEquals("Basic YWRhOnB3", login.get());
    }

    @Test
    void onlyTheWebIsRest() {
        for (String wrong : List.of("rest:ftp://host/", "rest:/tmp/x", "rest:https:host")) {
            StorageException failure = assertThrows(StorageException.class, () -> Servers.open(wrong, Mode.CREATE));
            assertEquals(Kind.INVALID, failure.kind());
            assertTrue(failure.getMessage().contains("not of the form"), failure.getMessage());
        }
    }
}
