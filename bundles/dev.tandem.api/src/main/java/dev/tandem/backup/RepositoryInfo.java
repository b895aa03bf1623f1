package dev.tandem.backup;

import dev.tandem.storage.Location;

/**
 * What a repository is.
 *
 * @param location   where it is
 * @param id         the random name in its config, 64 hexadecimal digits
 * @param version    format version, 1 or 2
 * @param polynomial the chunker's, which decides where content is cut
 */
public record RepositoryInfo(Location location, String id, int version, long polynomial) { }
