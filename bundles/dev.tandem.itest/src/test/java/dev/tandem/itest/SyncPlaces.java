package dev.tandem.itest;

import dev.tandem.tck.server.ApacheDav;
import dev.tandem.tck.server.CuttingProxy;
import dev.tandem.tck.server.S3Server;
import dev.tandem.tck.server.SshServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Servers on loopback, each behind a connection that can be made bad, and fresh places on them. */
final class SyncPlaces implements AutoCloseable {
    private final Path scratch;
    private final SshServer ssh;
    private final ApacheDav dav;
    private final S3Server s3;
    private final CuttingProxy toSsh;
    private final CuttingProxy toDav;
    private final CuttingProxy toS3;
    private int last;

    /** What a place is on. */
    enum Kind { LOCAL, SFTP, S3, WEBDAV }

    /**
     * A place.
     *
     * @param location as it is typed
     * @param folder   where it is on this machine; empty where it can be seen through its server only
     * @param way      the connection to it; empty where there is none
     */
    record Place(String location, Optional<Path> folder, Optional<CuttingProxy> way) { }

    SyncPlaces(Path scratch) throws Exception {
        this.scratch = scratch;
        ssh = SshServer.start(Files.createDirectory(scratch.resolve("ssh")));
        dav = ApacheDav.start();
        s3 = S3Server.s3proxy(Files.createDirectory(scratch.resolve("s3")));
        toSsh = CuttingProxy.to(ssh.port());
        toDav = CuttingProxy.to(dav.port());
        toS3 = CuttingProxy.to(s3.port());
    }

    /** Makes a place where nothing is. */
    Place fresh(Kind kind) throws IOException {
        String name = "place" + ++last;
        return switch (kind) {
            case LOCAL -> {
                Path folder = Files.createDirectory(scratch.resolve(name));
                yield new Place(folder.toString(), Optional.of(folder), Optional.empty());
            }
            case SFTP -> {
                Path folder = Files.createDirectory(scratch.resolve(name));
                yield new Place(ssh.location(folder, toSsh.port()), Optional.of(folder), Optional.of(toSsh));
            }
            case S3 -> new Place("s3:http://127.0.0.1:" + toS3.port() + "/sync-test/" + name, Optional.empty(),
                    Optional.of(toS3));
            case WEBDAV -> {
                Path folder = Files.createDirectory(dav.root().resolve(name));
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
                yield new Place("webdav://" + ApacheDav.USER + ":" + encoded(ApacheDav.PASSWORD) + "@127.0.0.1:"
                        + toDav.port() + "/" + name, Optional.of(folder), Optional.of(toDav));
            }
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() throws IOException {
        toSsh.close();
        toDav.close();
        toS3.close();
        ssh.close();
        dav.close();
        s3.close();
    }
}
