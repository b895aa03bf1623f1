package dev.tandem.storage.webdav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages.Mode;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that lie, fail, or mean harm. */
class HostileServerTest {
    private static final String FOLDER = "<D:propstat><D:prop><D:resourcetype><D:collection/></D:resourcetype></D:prop>"
            + "<D:status>HTTP/1.1 200 OK</D:status></D:propstat>";
    private static final String FILE = "<D:propstat><D:prop><D:resourcetype/><D:getcontentlength>7</D:getcontentlength>"
            + "</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>";
    private static final String SELF = "<D:response><D:href>/dav/</D:href>" + FOLDER + "</D:response>";

    private HttpServer server;
    private String listing = multistatus(SELF);
    private int status = 207;

    private static String multistatus(String responses) {
        return "<?xml version=\"1.0\"?><D:multistatus xmlns:D=\"DAV:\">" + responses + "</D:multistatus>";
    }

    private static String entry(String href, String properties) {
        return "<D:response><D:href>" + href + "</D:href>" + properties + "</D:response>";
    }

    @BeforeEach
    void startServer() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange);
            }
        });
        server.start();
    }

    /** The first question is whether the location is there; it is always answered well. */
    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        boolean depthZero = "0".equals(exchange.getRequestHeaders().getFirst("Depth"))
                && exchange.getRequestURI().getPath().equals("/dav/");
        byte[] body = (depthZero ? multistatus(SELF) : listing).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Retry-After", "7");
        exchange.sendResponseHeaders(depthZero ? 207 : status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private StorageSession open() throws StorageException {
        return Servers.open("webdav://ada:pw4711@127.0.0.1:" + server.getAddress().getPort() + "/dav", Mode.EXISTING);
    }

    private Map<String, ObjectInfo> listed() throws StorageException {
        Map<String, ObjectInfo> found = new TreeMap<>();
        try (StorageSession session = open()) {
            session.list(RemotePath.ROOT, info -> found.put(info.path().value(), info));
        }
        return found;
    }

    private StorageException assertFails(Kind kind) {
        StorageException failure = assertThrows(StorageException.class, this::listed);
        assertEquals(kind, failure.kind(), failure::getMessage);
        assertFalse(failure.getMessage().contains("pw4711"), failure.getMessage());
        return failure;
    }

    @Test
    void namesAreReadHoweverTheyAreWritten() throws Exception {
        String host = "http://127.0.0.1:" + server.getAddress().getPort();
        listing = multistatus(SELF.replace("/dav/", host + "/dav")
                + entry("/dav/a%20b", FILE) + entry(host + "/dav/c%2bd%C3%BC", FILE) + entry("/d%61v/e+f\u00fc", FILE)
                + entry("/dav/folder/", FOLDER) + entry("/dav/g&amp;h", FILE) + entry("/dav/x-tmp-123", FILE));
        assertEquals(List.of("a b", "c+d\u00fc", "e+f\u00fc", "folder", "g&h"), List.copyOf(listed().keySet()));
    }

    @Test
    void otherPrefixesAndOtherPeoplesPropertiesDoNoHarm() throws Exception {
        listing = """
                <multistatus xmlns="DAV:" xmlns:x="other"><response><href>/dav/</href><propstat><prop><resourcetype>
                <collection/></resourcetype></prop><status>HTTP/1.1 200 OK</status></propstat></response>
                <!-- comment --><response><x:href>/dav/wrong</x:href><href> /dav/o </href><propstat><prop>
                <x:getcontentlength>99</x:getcontentlength><getcontentlength>12</getcontentlength><resourcetype><x:collection/>
                </resourcetype><getetag>"abc"</getetag><getlastmodified>Mon, 23 Nov 2026 12:00:00 GMT</getlastmodified>
                </prop><status>HTTP/1.1 200 OK</status></propstat><propstat><prop><getetag>"none"</getetag></prop>
                <status>HTTP/1.1 404 Not Found</status></propstat></response></multistatus>""";
        assertEquals(Map.of("o", new ObjectInfo(RemotePath.of("o"), false, 12,
                Optional.of(Instant.parse("2026-11-23T12:00:00Z")), Optional.of("abc"))), listed());
    }

    @Test
    void aWeakTagIsNone() throws Exception {
        listing = multistatus(SELF + entry("/dav/o", FILE.replace("<D:resourcetype/>",
                "<D:resourcetype/><D:getetag>W/\"abc\"</D:getetag>")));
        assertEquals(Optional.empty(), listed().get("o").tag());
    }

    @Test
    void aListingOfSomethingElseFails() {
        for (String href : List.of("/dav/a/b", "/other/a", "/dav/../etc", "/dav/a%2Fb", "relative", "/dav/%zz", "/dav/%ff",
                "/dav/%00")) {
            listing = multistatus(SELF + entry(href, FILE));
            assertFails(Kind.FAILED);
        }
    }

    @Test
    void aListingThatIsNotWholeFails() {
        String whole = multistatus(SELF + entry("/dav/o", FILE));
        for (String broken : List.of("", whole.substring(0, whole.length() - 10), whole.substring(0, 200), whole + "oops",
                "<html><body>It works!</body></html>", "no XML")) {
            listing = broken;
            assertFails(Kind.FAILED);
        }
    }

    @Test
    void anObjectWithoutASizeOrWithAStatusFails() {
        listing = multistatus(SELF + entry("/dav/o", FILE.replace("getcontentlength", "displayname")));
        assertFails(Kind.FAILED);
        listing = multistatus(SELF + entry("/dav/o", "<D:status>HTTP/1.1 403 Forbidden</D:status>"));
        assertFails(Kind.FAILED);
    }

    @Test
    void whatVanishedWhileItWasListedIsNotThere() throws Exception {
        listing = multistatus(SELF + entry("/dav/o", "<D:status>HTTP/1.1 404 Not Found</D:status>"));
        assertEquals(Map.of(), listed());
    }

    @Test
    void documentTypesAndEntitiesAreRefused() {
        String bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>";
        listing = bomb + multistatus(SELF + entry("/dav/&b;", FILE)).substring(21);
        assertFails(Kind.FAILED);
        listing = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">" + multistatus(SELF).substring(21);
        assertFails(Kind.FAILED);
        listing = multistatus(SELF + entry("/dav/&undeclared;", FILE));
        assertFails(Kind.FAILED);
    }

    @Test
    void whateverIsHugeIsNotCollected() {
        for (String huge : List.of(entry("/dav/" + "x".repeat(5 << 20), FILE),
                "<D:response a=\"" + "x".repeat(5 << 20) + "\"/>", "<D:" + "x".repeat(5 << 20) + "/>",
                "<!--" + "x".repeat(5 << 20) + "-->")) {
            listing = multistatus(SELF + huge);
            assertFails(Kind.FAILED);
        }
    }

    @Test
    void aServerThatIsBusyIsAskedAgainWhenItSays() {
        for (int busy : new int[] {429, 503}) {
            status = busy;
            StorageException failure = assertFails(Kind.THROTTLED);
            assertTrue(failure.retryable());
            assertEquals(Optional.of(Duration.ofSeconds(7)), failure.retryAfter());
        }
        status = 500;
        assertTrue(assertFails(Kind.FAILED).retryable());
        status = 507;
        assertFalse(assertFails(Kind.FULL).retryable());
    }

    @Test
    void aServerThatSpeaksNoWebDavSaysSo() {
        status = 200;
        assertFails(Kind.UNSUPPORTED);
        status = 405;
        assertFails(Kind.UNSUPPORTED);
    }

    @Test
    void aWriteTheServerDidNotKeepFails() throws Exception {
        status = 207;
        listing = multistatus(entry("/dav/o", FILE));
        try (StorageSession session = open()) {
            StorageException failure = assertThrows(StorageException.class,
                    () -> session.write(RemotePath.of("o"), Content.of(new byte[100]), WriteOptions.OVERWRITE));
            assertEquals(Kind.FAILED, failure.kind(), failure::getMessage);
        }
    }
}
