package dev.tandem.storage.s3;

import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.StorageContract;
import dev.tandem.tck.rules.Scale;
import dev.tandem.tck.server.S3Server;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The storage contract on Ceph's gateway, a service in its own right; slow. */
@EnabledIfSystemProperty(named = "tandem.slow", matches = "true")
class RadosGwTest extends StorageContract {
    private static S3Server server;

    @BeforeAll
    static void start(@TempDir Path scratch) throws Exception {
        server = S3Server.radosgw(scratch);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected StorageSession open(String place) throws Exception {
        return Buckets.open(server.endpoint(), "tck/" + place);
    }

    /** One page is a thousand. */
    @Override
    protected Scale scale() {
        return Scale.TEST.withChildren(1_100);
    }

    @Override
    protected Map<String, String> exceptions() {
        return Map.of("names.controls", "Ceph 16 encodes no names, and XML knows no control characters");
    }
}
