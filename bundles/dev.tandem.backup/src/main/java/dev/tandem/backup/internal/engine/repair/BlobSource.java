package dev.tandem.backup.internal.engine.repair;

import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.BlobContent;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import java.io.IOException;
import java.util.Optional;

/** Somewhere else to get a blob from. */
@FunctionalInterface
public interface BlobSource {
    /** Has nothing. */
    BlobSource NONE = (_, _) -> Optional.empty();

    /**
     * Returns the content of a blob, proved right; empty where it is not there or not sound.
     *
     * @throws IOException when it cannot be told, as the storage fails
     */
    Optional<BlobContent> fetch(BlobType type, Id id) throws IOException;

    /** Returns what another repository has. */
    static BlobSource of(BlobIndex index, BlobReader reader) {
        return (type, id) -> {
            try {
                return index.contains(type, id) ? Optional.of(reader.readContent(type, id)) : Optional.empty();
            } catch (DamagedException e) {
                StorageFailure.rethrow(e);
                return Optional.empty();
            }
        };
    }
}
