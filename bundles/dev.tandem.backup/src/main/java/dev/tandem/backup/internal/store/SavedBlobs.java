package dev.tandem.backup.internal.store;

import dev.tandem.backup.Id;

/** Hears of the blobs a {@link BlobWriter} stores. Called by its threads while they work: quick, and never waiting. */
@FunctionalInterface
public interface SavedBlobs {
    /** Hears nothing. */
    SavedBlobs UNHEARD = (type, id, content) -> { };

    /**
     * Called once for each blob that was not known, when its content is proved right.
     *
     * @param content overwritten after this returns
     */
    void saved(BlobType type, Id id, BlobContent content);
}
