package dev.tandem.backup;

import java.util.List;

/**
 * What was done to the index.
 *
 * @param packs        packs the index lists now
 * @param packsRead    packs whose headers were read
 * @param packsDropped packs that were in the index and are no longer, as they are gone or cannot be read
 * @param unreadable   packs in the storage whose header cannot be read; they are left where they are
 * @param filesWritten index files written
 * @param filesRemoved index files replaced by them
 */
public record IndexRepair(int packs, int packsRead, List<Id> packsDropped, List<Id> unreadable, int filesWritten,
        int filesRemoved) { }
