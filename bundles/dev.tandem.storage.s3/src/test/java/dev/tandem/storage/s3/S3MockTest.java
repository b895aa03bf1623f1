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

/** The storage contract on s3mock, as far as s3mock itself holds it. */
@EnabledIfSystemProperty(named = "tandem.slow", matches = "true")
class S3MockTest extends StorageContract {
    private static S3Server server;

    @BeforeAll
    static void start(@TempDir Path scratch) throws Exception {
        server = S3Server.s3mock(scratch);
    }

    @AfterAll
    static void stop() {
        server.close();
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
        return Map.of("concurrency.if-absent", "s3mock looks first and writes then, so two win now and then",
                "concurrency.if-tag", "s3mock looks first and writes then, so two win now and then",
                "concurrency.overwrite", "s3mock writes over its files in place",
                "concurrency.rename", "s3mock answers 500 to who looks at an object that is being deleted");
    }
}
