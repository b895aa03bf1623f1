package dev.tandem.backup.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.spi.TreeListing;
import dev.tandem.tck.MemoryStorage;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Packs on a storage that tells of a whole tree at once. */
class PacksAtOnceTest {
    private static final Id ID = Id.of(new byte[32]);

    /** Nothing but its facet may be asked. */
    private static RepositoryFiles on(TreeListing tree) {
        return new RepositoryFiles(new MemoryStorage() {
            @Override
            public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) {
                fail("a walk");
            }

            @Override
            public <T> Optional<T> facet(Class<T> type) {
                return type == TreeListing.class ? Optional.of(type.cast(tree)) : Optional.empty();
            }
        });
    }

    @Test
    void packsAreToldInOneCallWithoutWhatIsNone() throws Exception {
        RepositoryFiles files = on((directory, sink) -> {
            assertEquals(RemotePath.of("data"), directory);
            sink.accept(new ObjectInfo(RepositoryFiles.path(FileKind.PACK, ID), false, 7, Optional.empty()));
            sink.accept(new ObjectInfo(RemotePath.of("data", "notes.txt"), false, 3, Optional.empty()));
        });
        assertEquals(List.of(new StoredFile(ID, 7)), files.list(FileKind.PACK));
    }

    @Test
    void aStorageWithoutPacksHasNone() throws Exception {
        assertEquals(List.of(), on((_, _) -> {
            throw new StorageException(Kind.NOT_FOUND, "nothing there");
        }).list(FileKind.PACK));
    }
}
