package dev.tandem.storage.s3;

import dev.tandem.storage.WriteOptions;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.StorageClass;

/**
 * What an object carries beside its content.
 *
 * @param metadata     what rclone and others read too: {@code mtime}, seconds with a fraction
 * @param storageClass null for the bucket's own
 * @param lock         how long it is locked
 */
record Marks(Map<String, String> metadata, StorageClass storageClass, Optional<Options.Lock> lock) {
    static Marks of(Options bucket, WriteOptions write) {
        Map<String, String> metadata = write.modified().map(time -> Map.of("mtime", seconds(time))).orElse(Map.of());
        return new Marks(metadata, bucket.storageClass().orElse(null), bucket.lock().filter(lock -> write.readOnly()));
    }

    Instant lockedUntil() {
        return lock.map(found -> Instant.now().atZone(ZoneOffset.UTC).plus(found.time()).toInstant()).orElse(null);
    }

    private static String seconds(Instant time) {
        return BigDecimal.valueOf(time.getEpochSecond()).add(BigDecimal.valueOf(time.getNano(), 9)).toPlainString();
    }
}
