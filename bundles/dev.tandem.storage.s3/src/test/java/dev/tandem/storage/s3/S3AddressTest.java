package dev.tandem.storage.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3AddressTest {
    private static S3Address read(String text) throws StorageException {
        return S3Address.of(Location.parse(text));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {
        "s3://bucket,                                  none,                        bucket,  ''",
        "s3://bucket/,                                 none,                        bucket,  ''",
        "s3://bucket/a/b,                              none,                        bucket,  a/b",
        "s3://bucket//a//b/,                           none,                        bucket,  a/b",
        "s3://my.dotted.bucket/a%20b%2Bc+d,            none,                        my.dotted.bucket, a b+c+d",
        "s3:https://host:9000/bucket/a/b,              https://host:9000,           bucket,  a/b",
        "s3:http://127.0.0.1:9000/bucket,              http://127.0.0.1:9000,       bucket,  ''",
        "s3:http://[::1]:9000/bucket/,                 http://[::1]:9000,           bucket,  ''",
        "s3:host/bucket/a,                             https://host,                bucket,  a",
        "s3:host:9000/bucket/a,                        https://host:9000,           bucket,  a",
        "s3:s3.amazonaws.com/bucket/a,                 https://s3.amazonaws.com,    bucket,  a",
        "s3://s3.amazonaws.com/bucket/a,               https://s3.amazonaws.com,    bucket,  a",
        "s3://host:9000/bucket/a,                      https://host:9000,           bucket,  a"})
    void everySpellingNamesAServiceABucketAndAPrefix(String text, String endpoint, String bucket, String prefix)
            throws StorageException {
        S3Address address = read(text);
        assertEquals(Optional.ofNullable(endpoint).map(URI::create), address.endpoint());
        assertEquals(bucket, address.bucket());
        assertEquals(prefix, address.prefix());
    }

    @Test
    void settingsStandBehindTheQuestionMark() throws StorageException {
        S3Address address = read("s3://bucket/a?endpoint=http://127.0.0.1:9000&region=eu-west-1");
        assertEquals("http://127.0.0.1:9000", address.settings().get("endpoint"));
        assertEquals("eu-west-1", address.settings().get("region"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3:https://host:9000", "s3:host", "s3:host/", "s3:https:///bucket", "s3://", "s3:///bucket",
        "s3://bucket/a/../b", "s3://bucket/./b", "s3://bucket/%zz"})
    void whatNamesNoBucketOrLeavesItIsInvalid(String text) {
        assertEquals(Kind.INVALID, assertThrows(StorageException.class, () -> read(text)).kind());
    }

    @Test
    void aKeyInALocationIsRefusedAndNotRepeated() {
        StorageException failure = assertThrows(StorageException.class, () -> read("s3://KEY:hush@bucket/a"));
        assertEquals(Kind.INVALID, failure.kind());
        assertFalse(failure.getMessage().contains("hush"), failure.getMessage());
    }

    @Test
    void httpIsMeantOnlyWhereItIsSpelledOut() throws StorageException {
        assertEquals(URI.create("https://nas:9000"), S3Address.endpoint("nas:9000"));
        assertEquals(URI.create("http://nas:9000"), S3Address.endpoint("http://nas:9000"));
        for (String bad : new String[] {"ftp://nas", "http://", "https://key:hush@nas", "https://nas?a=b", "na s"}) {
            assertEquals(Kind.INVALID, assertThrows(StorageException.class, () -> S3Address.endpoint(bad)).kind(), bad);
        }
    }

    @ParameterizedTest
    @CsvSource({"s3.eu-west-1.amazonaws.com, eu-west-1", "s3-us-west-2.amazonaws.com, us-west-2",
        "s3.dualstack.eu-central-1.amazonaws.com, eu-central-1", "s3.cn-north-1.amazonaws.com.cn, cn-north-1",
        "s3.us-west-004.backblazeb2.com, us-west-004", "s3.fr-par.scw.cloud, fr-par"})
    void theRegionIsReadFromTheHost(String host, String region) {
        assertEquals(Optional.of(region), S3Address.regionOf(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3.amazonaws.com", "minio.local", "127.0.0.1", "s3.wasabisys.com"})
    void otherHostsNameNoRegion(String host) {
        assertEquals(Optional.empty(), S3Address.regionOf(host));
    }
}
