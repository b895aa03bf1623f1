package dev.tandem.storage;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a storage knows of one of its objects without reading it.
 *
 * @param path      where it is
 * @param directory whether it holds others
 * @param size      bytes of content, 0 for a directory
 * @param modified  last change, in the granularity of the storage; empty where it keeps none
 * @param tag       opaque text that is another one once the content is another one: an ETag, a version, a digest. Two
 *                  equal tags of one path mean equal content; empty where the storage has none, and for directories
 */
public record ObjectInfo(RemotePath path, boolean directory, long size, Optional<Instant> modified,
        Optional<String> tag) {
    public ObjectInfo {
        Objects.requireNonNull(path);
        Objects.requireNonNull(modified);
        Objects.requireNonNull(tag);
    }

    /** An object without a tag. */
    public ObjectInfo(RemotePath path, boolean directory, long size, Optional<Instant> modified) {
        this(path, directory, size, modified, Optional.empty());
    }
}
