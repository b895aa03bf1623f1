package dev.tandem.storage.rclone;

import com.google.gson.annotations.SerializedName;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/**
 * What rclone tells of an object, as it tells it.
 *
 * @param size     -1 where the service does not know it
 * @param modified when it was changed, or when it came there
 * @param hashes   null where none were asked for
 */
record Entry(@SerializedName("Name") String name, @SerializedName("Size") long size,
        @SerializedName("ModTime") String modified, @SerializedName("IsDir") boolean directory,
        @SerializedName("Hashes") Map<String, String> hashes) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    /**
     * Returns this as the object at {@code path}.
     *
     * @throws java.time.DateTimeException for a time that is none
     */
    ObjectInfo at(RemotePath path) {
        Optional<Instant> time = Optional.ofNullable(modified).filter(text -> !text.isEmpty()).map(Entry::time);
        return directory ? new ObjectInfo(path, true, 0, time) : new ObjectInfo(path, false, Math.max(0, size), time, tag());
    }

    private Optional<String> tag() {
        return hashes == null ? Optional.empty() : hashes.entrySet().stream()
                .filter(hash -> !hash.getValue().isEmpty()).findFirst().map(hash -> hash.getKey() + ":" + hash.getValue());
    }

    /** Reads a time as rclone writes it. */
    static Instant time(String text) {
        return Instant.from(TIME.parse(text));
    }
}
