package dev.tandem.storage.s3;

import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.StorageContract;
import dev.tandem.tck.server.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class S3ProxyTest extends StorageContract {
    private static S3Server server;

    private final String bucket = Buckets.fresh();

    @BeforeAll
    static void start(@TempDir Path scratch) throws Exception {
        server = S3Server.s3proxy(scratch);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected StorageSession open() throws Exception {
        return Buckets.open(server.endpoint(), bucket);
    }
}
