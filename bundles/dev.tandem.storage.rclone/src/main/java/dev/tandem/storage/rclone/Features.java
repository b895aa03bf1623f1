package dev.tandem.storage.rclone;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * What rclone says a remote can do.
 *
 * @param told      rclone's features by name; a newer rclone knows more of them
 * @param hash      the first kind of checksum the service keeps
 * @param precision how exactly it keeps times; empty where it keeps none that can be set
 */
record Features(JsonObject told, Optional<String> hash, Optional<Duration> precision) {
    /** rclone says a century where times cannot be set. */
    private static final Duration NEVER = Duration.ofDays(365);

    /** Reads the answer of {@code operations/fsinfo}. */
    static Features of(JsonObject info) {
        JsonArray hashes = info.get("Hashes") instanceof JsonArray array ? array : new JsonArray();
        Duration precision = Duration.ofNanos(info.get("Precision").getAsLong());
        return new Features(info.getAsJsonObject("Features"),
                hashes.isEmpty() ? Optional.empty() : Optional.of(hashes.get(0).getAsString()),
                Optional.of(precision).filter(exact -> exact.compareTo(NEVER) < 0));
    }

    /** Tells whether the remote has a feature; one this rclone has not heard of is not there. */
    boolean has(String feature) {
        return told.get(feature) instanceof JsonElement value && value.isJsonPrimitive() && value.getAsBoolean();
    }

    boolean directories() {
        return has("CanHaveEmptyDirectories");
    }

    /** A rename is made of a copy and a deletion where it has to be; never of a download. */
    boolean renames() {
        return has("Move") || has("Copy");
    }

    /**
     * Asking for checksums that are computed on the way costs a read of everything, and an object storage has none for what
     * others uploaded in parts.
     */
    Optional<String> cheapHash() {
        return has("SlowHash") || has("BucketBased") ? Optional.empty() : hash;
    }

    /** Tells whether an upload appears under its name before it is complete. */
    boolean partialUploads() {
        // Known since 1.63. Before, only object storages and services that number their files are sure to commit at the end.
        return told.has("PartialUploads") ? has("PartialUploads") : !has("BucketBased") && !has("DuplicateFiles");
    }
}
