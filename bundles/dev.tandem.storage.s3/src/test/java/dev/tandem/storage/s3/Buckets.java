package dev.tandem.storage.s3;

import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.Storages.Mode;
import dev.tandem.storage.spi.SessionContext;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.TestContext;
import dev.tandem.tck.server.S3Server;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** Buckets of a test server, and the way to them. */
final class Buckets {
    /** S3 takes no smaller parts. */
    static final Sizes SMALL = new Sizes(6 << 20, 5 << 20, 12 << 20);

    private Buckets() { }

    static String fresh() {
        return "test-" + UUID.randomUUID();
    }

    static Location at(URI endpoint, String bucket) {
        return Location.parse("s3:" + endpoint + "/" + bucket);
    }

    static StorageSession open(URI endpoint, String bucket) throws StorageException {
        return new S3Provider(SMALL).open(at(endpoint, bucket), context(Mode.CREATE));
    }

    static SessionContext context(Mode mode) {
        return context(mode, Map.of(), Map.of("access-key", S3Server.ACCESS_KEY, "secret-key", S3Server.SECRET_KEY));
    }

    static SessionContext context(Mode mode, Map<String, String> settings, Map<String, String> secrets) {
        return context(mode, settings, secrets, Map.of("AWS_SHARED_CREDENTIALS_FILE", "/dev/null/none",
                "AWS_CONFIG_FILE", "/dev/null/none"));
    }

    static SessionContext context(Mode mode, Map<String, String> settings, Map<String, String> secrets,
            Map<String, String> environment) {
        return new TestContext(mode, Path.of("/dev/null/none"), settings, secrets, environment);
    }
}
