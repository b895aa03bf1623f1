package dev.tandem.bench;

import dev.tandem.bench.Peer.Kind;
import dev.tandem.tck.server.CuttingProxy;
import dev.tandem.tck.server.S3Server;
import dev.tandem.tck.server.SshServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A server on loopback, as far away as its scenario says, and how each program is told of a repository on it. */
sealed interface Server extends AutoCloseable {
    /** Of the way there, and of the way back. */
    Duration FAR = Duration.ofMillis(15);

    /** Starts the server of a scenario. */
    static Server start(Scenario scenario, Path folder) throws IOException, InterruptedException {
        Folders.delete(folder);
        Files.createDirectories(folder);
        return scenario.isS3() ? Objects.start(folder, scenario.isFar()) : Ssh.start(folder, scenario.isFar());
    }

    /** Makes room for a repository of this name. */
    void prepare(String name) throws IOException, InterruptedException;

    /** Returns the options that name a repository. */
    List<String> repository(Peer peer, String name) throws IOException;

    /** Returns where its bytes lie. */
    Path bytes(String name);

    @Override
    void close() throws IOException;

    private static CuttingProxy open(int port, boolean far) throws IOException {
        CuttingProxy way = CuttingProxy.to(port);
        if (far) {
            way.delay(FAR, FAR);
        }
        return way;
    }

    /** OpenSSH's. */
    record Ssh(SshServer server, CuttingProxy way, Path folder) implements Server {
        private static Ssh start(Path folder, boolean far) throws IOException, InterruptedException {
            SshServer server = SshServer.start(folder);
            CuttingProxy way = Server.open(server.port(), far);
            Files.writeString(folder.resolve("known_hosts"), "[127.0.0.1]:" + way.port() + " " + server.hostKey() + "\n");
            return new Ssh(server, way, folder);
        }

        @Override
        public void prepare(String name) { }

        @Override
        public List<String> repository(Peer peer, String name) throws IOException {
            Path path = bytes(name);
            return peer.kind() == Kind.TANDEM ? List.of("-r", server.location(path, way.port()))
                    : List.of("-r", "sftp:" + SshServer.user() + "@127.0.0.1:" + path, "-o", "sftp.command=ssh -F none -p "
                            + way.port() + " -i " + server.key() + " -o IdentitiesOnly=yes -o UserKnownHostsFile="
                            + folder.resolve("known_hosts") + " " + SshServer.user() + "@127.0.0.1 -s sftp");
        }

        @Override
        public Path bytes(String name) {
            return folder.resolve(name);
        }

        @Override
        public void close() throws IOException {
            way.close();
            server.close();
        }
    }

    /** s3mock, which keeps its objects on the disk. */
    record Objects(S3Server server, CuttingProxy way, Path folder) implements Server {
        private static Objects start(Path folder, boolean far) throws IOException, InterruptedException {
            S3Server server = S3Server.s3mock(folder);
            return new Objects(server, Server.open(server.port(), far), folder);
        }

        @Override
        public void prepare(String name) throws IOException, InterruptedException {
            try (HttpClient client = HttpClient.newHttpClient()) {
                var made = client.send(HttpRequest.newBuilder(URI.create(server.endpoint() + "/" + name))
                        .PUT(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
                if (made.statusCode() != 200) {
                    throw new IOException("no bucket: " + made.statusCode() + " " + made.body());
                }
            }
        }

        @Override
        public List<String> repository(Peer peer, String name) {
            return List.of("-r", "s3:http://127.0.0.1:" + way.port() + "/" + name);
        }

        @Override
        public Path bytes(String name) {
            return folder.resolve("s3mock").resolve(name);
        }

        @Override
        public void close() throws IOException {
            way.close();
            server.close();
        }
    }
}
