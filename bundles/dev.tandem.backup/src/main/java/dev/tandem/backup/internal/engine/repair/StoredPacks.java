package dev.tandem.backup.internal.engine.repair;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.store.PackHeader;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The packs that are there, and how large. */
final class StoredPacks {
    private final RepositoryFiles files;
    private final Map<Id, Long> sizes = new HashMap<>();

    StoredPacks(RepositoryFiles files) throws IOException {
        this.files = files;
        for (StoredFile pack : files.list(FileKind.PACK)) {
            sizes.put(pack.id(), pack.size());
        }
    }

    Set<Id> ids() {
        return sizes.keySet();
    }

    /** Returns a pack; one that was not listed is asked for by its name before it is taken for gone. */
    Optional<StoredFile> find(Id pack) throws IOException {
        Long size = sizes.get(pack);
        if (size == null) {
            Optional<Long> unlisted = files.size(FileKind.PACK, pack);
            unlisted.ifPresent(found -> sizes.put(pack, found));
            return unlisted.map(found -> new StoredFile(pack, found));
        }
        return Optional.of(new StoredFile(pack, size));
    }

    /** Tells whether these blobs, in the order of their offsets, fill a pack of this size exactly. */
    static boolean fill(long size, List<PackedBlob> blobs) {
        long end = 0;
        for (PackedBlob blob : blobs) {
            if (blob.offset() != end) {
                return false;
            }
            end = blob.end();
        }
        return size == PackHeader.packSize(blobs);
    }
}
