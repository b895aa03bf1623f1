package dev.tandem.storage.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages.Mode;
import dev.tandem.storage.spi.ProviderSetting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.StorageClass;

class OptionsTest {
    private static Options read(String text, Map<String, String> settings, Map<String, String> environment)
            throws StorageException {
        return Options.of(S3Address.of(Location.parse(text)), Buckets.context(Mode.EXISTING, settings, Map.of(), environment));
    }

    private static Options read(String text) throws StorageException {
        return read(text, Map.of(), Map.of());
    }

    @Test
    void amazonIsMeantWhereNoEndpointIsNamedAndHasTheBucketInTheHost() throws StorageException {
        for (String text : new String[] {"s3://bucket", "s3:s3.amazonaws.com/bucket", "s3:s3.eu-west-1.amazonaws.com/b"}) {
            assertEquals(Optional.empty(), read(text).endpoint(), text);
            assertFalse(read(text).pathStyle(), text);
        }
    }

    @Test
    void otherServicesHaveTheBucketInThePathUnlessAskedOtherwise() throws StorageException {
        assertTrue(read("s3:minio:9000/bucket").pathStyle());
        assertTrue(read("s3://bucket?endpoint=minio:9000").pathStyle());
        assertFalse(read("s3://bucket?endpoint=minio:9000&addressing=virtual").pathStyle());
        assertTrue(read("s3://bucket?addressing=path").pathStyle());
    }

    @Test
    void whatTheAddressSaysGoesBeforeTheDestinationAndThatBeforeTheEnvironment() throws StorageException {
        var settings = Map.of("endpoint", "https://from.setting", "region", "from-setting");
        var environment = Map.of("AWS_REGION", "from-environment");
        assertEquals(Optional.of("from-address"), read("s3://b?region=from-address", settings, environment).region());
        assertEquals(Optional.of("from-setting"), read("s3://b", settings, environment).region());
        assertEquals(Optional.of(URI.create("https://from.setting")), read("s3://b", settings, environment).endpoint());
        assertEquals(Optional.of(URI.create("https://host")), read("s3:host/b", settings, environment).endpoint());
        assertEquals(Optional.of("eu-west-1"),
                read("s3:s3.eu-west-1.amazonaws.com/b", Map.of(), environment).region());
        assertEquals(Optional.of("from-environment"), read("s3://b", Map.of(), environment).region());
        assertEquals(Optional.empty(), read("s3://b").region());
    }

    @Test
    void theRestIsReadAsItIsWritten() throws StorageException {
        Options options = read("s3://b", Map.of("storage-class", "STANDARD_IA", "object-lock", "governance:30",
                "checksum", "when_supported", "ca-certificate", "/etc/nas.pem"), Map.of());
        assertEquals(Optional.of(StorageClass.STANDARD_IA), options.storageClass());
        assertEquals(Optional.of(new Options.Lock(ObjectLockMode.GOVERNANCE, Period.ofDays(30))), options.lock());
        assertEquals(RequestChecksumCalculation.WHEN_SUPPORTED, options.checksum());
        assertEquals(Optional.of(Path.of("/etc/nas.pem")), options.trusted());
        assertEquals(RequestChecksumCalculation.WHEN_REQUIRED, read("s3://b").checksum());
    }

    @Test
    void whatMeansNothingIsInvalid() {
        for (var wrong : Map.of("object-lock", "COMPLIANCE", "checksum", "NEVER", "addressing", "both",
                "endpoint", "ftp://host").entrySet()) {
            StorageException failure = assertThrows(StorageException.class,
                    () -> read("s3://b", Map.ofEntries(wrong), Map.of()));
            assertEquals(Kind.INVALID, failure.kind());
            assertTrue(failure.getMessage().contains(wrong.getValue()), failure.getMessage());
        }
    }

    @Test
    void onlyKeysAreSecrets() {
        assertEquals(List.of("access-key", "secret-key", "session-token"), Options.SETTINGS.stream()
                .filter(ProviderSetting::secret).map(ProviderSetting::name).toList());
    }
}
