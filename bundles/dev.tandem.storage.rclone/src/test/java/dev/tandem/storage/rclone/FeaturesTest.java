package dev.tandem.storage.rclone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonParser;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeaturesTest {
    private static Features of(String hashes, long precision, String... told) {
        StringBuilder features = new StringBuilder();
        for (String feature : told) {
            features.append(features.isEmpty() ? "" : ", ").append(feature);
        }
        return Features.of(JsonParser.parseString("{'Hashes': " + hashes + ", 'Precision': " + precision
                + ", 'Features': {" + features + "}}").getAsJsonObject());
    }

    @Test
    void checksumsAreAskedForWhereTheyCostNothingAndEveryObjectHasOne() {
        assertEquals(Optional.of("md5"), of("['md5', 'sha1']", 1, "'SlowHash': false").cheapHash());
        assertEquals(Optional.empty(), of("['md5']", 1, "'SlowHash': true").cheapHash());
        assertEquals(Optional.empty(), of("['md5']", 1, "'BucketBased': true").cheapHash());
        assertEquals(Optional.empty(), of("[]", 1).cheapHash());
        assertEquals(Optional.empty(), of("null", 1).cheapHash());
    }

    @Test
    void aCenturyIsNoPrecision() {
        assertEquals(Optional.of(Duration.ofSeconds(2)), of("[]", 2_000_000_000L).precision());
        assertEquals(Optional.empty(), of("[]", 3_153_600_000_000_000_000L).precision());
    }

    @Test
    void whatANewRcloneSaysOfUploadsCounts() {
        assertFalse(of("[]", 1, "'PartialUploads': false").partialUploads());
        assertTrue(of("[]", 1, "'PartialUploads': true", "'BucketBased': true").partialUploads());
    }

    @Test
    void anOldRcloneIsTrustedWithObjectStoragesOnly() {
        assertTrue(of("[]", 1).partialUploads());
        assertFalse(of("[]", 1, "'BucketBased': true").partialUploads());
        assertFalse(of("[]", 1, "'DuplicateFiles': true").partialUploads());
    }

    @Test
    void anEntryIsToldAsAnObject() {
        ObjectInfo info = new Gson().fromJson("""
                {"Path": "dir/a", "Name": "a", "Size": 11, "ModTime": "2026-11-23T16:31:36.818241504+01:00",
                 "IsDir": false, "Hashes": {"md5": "9c261301"}}""", Entry.class).at(new RemotePath("dir/a"));
        assertEquals(11, info.size());
        assertEquals(Instant.parse("2026-11-23T15:31:36.818241504Z"), info.modified().orElseThrow());
        assertEquals("md5:9c261301", info.tag().orElseThrow());
    }

    @Test
    void aDirectoryHasNeitherSizeNorTag() {
        ObjectInfo info = new Gson().fromJson("{'Name': 'd', 'Size': -1, 'ModTime': '', 'IsDir': true}", Entry.class)
                .at(new RemotePath("d"));
        assertEquals(new ObjectInfo(new RemotePath("d"), true, 0, Optional.empty()), info);
    }
}
