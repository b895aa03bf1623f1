package dev.tandem.tck.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A service that speaks S3, on loopback, with nothing in it. The build lays the jars of these servers beside this
 * bundle's own; they are part of nothing else.
 *
 * @param processes what runs, in the order in which it was started
 * @param port      where it listens
 */
public record S3Server(List<ServerProcess> processes, int port) implements AutoCloseable {
    /** The key that servers know which check keys. */
    public static final String ACCESS_KEY = "tandem-access";
    /** The secret that belongs to {@link #ACCESS_KEY}. */
    public static final String SECRET_KEY = "tandem-secret-key";

    private static final String HOST = "127.0.0.1";
    private static final int HEAP_MIB = 512;

    /**
     * Starts s3proxy, which checks signatures and conditions and keeps everything in memory.
     *
     * @param scratch a folder of the test, for settings and what the server says
     */
    public static S3Server s3proxy(Path scratch) throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        Path settings = Files.writeString(scratch.resolve("s3proxy.properties"), """
                s3proxy.endpoint=http://%s:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                s3proxy.v4-max-non-chunked-request-size=%d
                jclouds.provider=transient-nio2
                jclouds.identity=ignored
                jclouds.credential=ignored
                """.formatted(HOST, port, ACCESS_KEY, SECRET_KEY, HEAP_MIB << 20));
        return start(port, List.of("-cp", jar("s3proxy.jar"), "org.gaul.s3proxy.Main", "--properties",
                settings.toString()), scratch.resolve("s3proxy.log"));
    }

    /** Starts s3mock, which takes every key, checks conditions and keeps versions where a bucket shall have them. */
    public static S3Server s3mock(Path scratch) throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        return start(port, List.of("-Dserver.port=0", "-Dcom.adobe.testing.s3mock.http-port=" + port,
                "-Dcom.adobe.testing.s3mock.store.root=" + Files.createDirectories(scratch.resolve("s3mock")),
                "-jar", jar("s3mock.jar")), scratch.resolve("s3mock.log"));
    }

    /**
     * Starts Ceph's gateway with the least cluster below it, in memory; it takes half a minute. The running test is skipped
     * where Ceph is not installed.
     *
     * @param scratch as for s3proxy; its path is short, for there are sockets in it
     */
    public static S3Server radosgw(Path scratch) throws IOException, InterruptedException {
        return new CephCluster(scratch).start();
    }

    private static S3Server start(int port, List<String> command, Path log) throws IOException, InterruptedException {
        List<String> java = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + HEAP_MIB + "m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        java.addAll(command);
        return new S3Server(List.of(ServerProcess.start(java, Map.of(), log).awaitPort(port)), port);
    }

    private static String jar(String name) {
        try {
            Path own = Path.of(S3Server.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path jar = own.resolveSibling("servers").resolve(name);
            assertTrue(Files.exists(jar), () -> jar + " is missing; it comes with 'mvn package' of dev.tandem.tck");
            return jar.toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this bundle is no file", e);
        }
    }

    /** Returns where the server is, {@code http://127.0.0.1:port}. */
    public URI endpoint() {
        return URI.create("http://" + HOST + ":" + port);
    }

    /** Ends the server. */
    @Override
    public void close() {
        processes.reversed().forEach(ServerProcess::close);
    }
}
