package dev.tandem.storage.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate that only itself has signed. */
class TlsTest {
    private static final Purpose PURPOSE = new Purpose("read", "object");
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path folder;

    private HttpsServer server;

    @BeforeAll
    static void makeCertificate() throws Exception {
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", "SAN=ip:127.0.0.1");
        keytool("-exportcert", "-rfc", "-file", folder.resolve("server.pem").toString());
    }

    @BeforeEach
    void startServer() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(serverContext()));
        server.createContext("/", exchange -> {
            try (exchange) {
                FakeServer.answer(exchange, 200, new byte[] {1, 2, 3});
            }
        });
        server.start();
    }

    private static void keytool(String... arguments) throws Exception {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "server", "-keystore", folder.resolve("keys").toString(), "-storepass",
                PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }

    private static SSLContext serverContext() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private Endpoint endpoint(String host, Optional<Path> certificate) {
        return new Endpoint(URI.create("https://" + host + ":" + server.getAddress().getPort() + "/"), Login.NONE,
                certificate, Endpoint.PATIENCE);
    }

    private byte[] read(Endpoint endpoint) throws StorageException {
        try (var storage = new HttpStorage(endpoint)) {
            return storage.request("GET", endpoint.base(), PURPOSE).send().small(10);
        }
    }

    @Test
    void anUnknownCertificateIsRefusedWithWhatToDo() {
        StorageException failure = assertThrows(StorageException.class,
                () -> read(endpoint("127.0.0.1", Optional.empty())));
        assertEquals(Kind.DENIED, failure.kind());
        assertFalse(failure.retryable());
        assertTrue(failure.getMessage().contains(Endpoint.CA_CERTIFICATE), failure.getMessage());
    }

    @Test
    void aCertificateOfTheSettingIsTrusted() throws Exception {
        assertArrayEquals(new byte[] {1, 2, 3},
                read(endpoint("127.0.0.1", Optional.of(folder.resolve("server.pem")))));
    }

    @Test
    void aTrustedCertificateOfAnotherHostIsRefused() {
        StorageException failure = assertThrows(StorageException.class,
                () -> read(endpoint("localhost", Optional.of(folder.resolve("server.pem")))));
        assertEquals(Kind.DENIED, failure.kind());
    }

    @Test
    void aFileWithoutCertificatesIsInvalid() throws Exception {
        Path file = Files.writeString(folder.resolve("text"), "no certificate");
        for (Path wrong : new Path[] {file, folder.resolve("missing")}) {
            StorageException failure = assertThrows(StorageException.class,
                    () -> read(endpoint("127.0.0.1", Optional.of(wrong))));
            assertEquals(Kind.INVALID, failure.kind());
            assertTrue(failure.getMessage().contains(wrong.toString()), failure.getMessage());
        }
    }

    @Test
    void aServerThatSpeaksNoTlsSaysSo() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerPlainly(plain));
            var endpoint = new Endpoint(URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/"), Login.NONE,
                    Optional.empty(), Endpoint.PATIENCE);
            StorageException failure = assertThrows(StorageException.class, () -> read(endpoint));
            assertEquals(Kind.UNREACHABLE, failure.kind(), failure::getMessage);
        }
    }

    private static void answerPlainly(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
