package dev.tandem.storage;

import java.time.Instant;
import java.util.Optional;

/**
 * What a storage knows of one of its objects without reading it.
 *
 * @param path      where it is
 * @param directory whether it holds others
 * @param size      bytes of content, 0 for a directory
 * @param modified  last change, in the granularity of the storage; empty where it keeps none
 */
public record ObjectInfo(RemotePath path, boolean directory, long size, Optional<Instant> modified) { }
