package dev.tandem.backup.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.TestStore;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.storage.Content;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlobReaderTest {
    private static final PackedBlob BLOB = new PackedBlob(BlobType.TREE, new Id(1, 2, 3, 4), 0, 100, 0);
    private static final Id GONE = new Id(10, 0, 0, 0);
    private static final Id DAMAGED = new Id(11, 0, 0, 0);
    private static final Id OUT_OF_REACH = new Id(12, 0, 0, 0);

    /** Returns why a blob with copies in these packs cannot be read. */
    private static Throwable failure(Id... packs) throws IOException {
        MemoryStorage storage = new MemoryStorage();
        TestStore.create(storage);
        storage.write(RepositoryFiles.path(FileKind.PACK, DAMAGED), Content.of(new byte[200]),
                WriteOptions.ONCE);
        FaultPlan plan = FaultPlan.NONE.on(FaultPlan.Call.READ,
                RepositoryFiles.path(FileKind.PACK, OUT_OF_REACH).value(),
                new Fault.Failure(new StorageException(Kind.FAILED, "no answer")));
        try (Store store = Store.open(new FaultyStorage(storage, plan, 1), TestStore.PASSWORD.toCharArray())) {
            BlobIndex index = new BlobIndex();
            for (Id pack : packs) {
                index.add(pack, List.of(BLOB));
            }
            BlobReader reader = new BlobReader(store.files(), store.sealer(), index);
            return assertThrows(DamagedException.class, () -> reader.openTree(BLOB.id())).getCause();
        }
    }

    private static Kind kind(Throwable failure) {
        return assertInstanceOf(StorageException.class, failure).kind();
    }

    @Test
    void aBlobIsGoneOnlyIfNoCopyIsOutOfReach() throws IOException {
        assertEquals(Kind.FAILED, kind(failure(GONE, OUT_OF_REACH)));
        assertEquals(Kind.FAILED, kind(failure(OUT_OF_REACH, GONE)));
        assertEquals(Kind.FAILED, kind(failure(DAMAGED, GONE, OUT_OF_REACH)));
        assertEquals(Kind.NOT_FOUND, kind(failure(GONE, DAMAGED)));
        assertEquals(Kind.NOT_FOUND, kind(failure(DAMAGED, GONE)));
        assertInstanceOf(DamagedException.class, failure(DAMAGED));
    }
}
