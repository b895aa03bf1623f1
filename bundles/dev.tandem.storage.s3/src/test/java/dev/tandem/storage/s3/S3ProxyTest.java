package dev.tandem.storage.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.storage.Capability;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.StorageContract;
import dev.tandem.tck.rules.Scale;
import dev.tandem.tck.server.S3Server;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The storage contract on s3proxy. */
class S3ProxyTest extends StorageContract {
    private static S3Server server;

    @BeforeAll
    static void start(@TempDir Path scratch) throws Exception {
        server = S3Server.s3proxy(scratch);
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

    @Test
    void s3ProxyHasAllThatS3Has() {
        assertEquals(EnumSet.complementOf(EnumSet.of(Capability.SET_TIME, Capability.RENAME_DIRECTORIES,
                Capability.DIRECTORIES)), session().capabilities());
    }
}
