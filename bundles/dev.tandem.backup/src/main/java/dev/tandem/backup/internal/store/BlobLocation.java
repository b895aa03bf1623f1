package dev.tandem.backup.internal.store;

import dev.tandem.backup.Id;

/**
 * Where a blob lies in a repository.
 *
 * @param pack the pack file
 * @param blob the place in it
 */
public record BlobLocation(Id pack, PackedBlob blob) { }
