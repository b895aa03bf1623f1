package dev.tandem.backup.internal.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.Compression;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.TestStore;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlobWriterTest {
    private final byte[] content = new byte[100_000];
    private Id id;
    private Store store;
    private RepositoryLock lock;
    private BlobWriter writer;

    @BeforeEach
    void makeRepository() throws IOException {
        new Random(80).nextBytes(content);
        id = Hashing.sha256(content);
        MemoryStorage storage = new MemoryStorage();
        TestStore.create(storage);
        store = Store.open(storage, TestStore.PASSWORD.toCharArray());
        lock = store.lock(false);
        writer = store.writer(lock, Compression.AUTO, false);
    }

    @AfterEach
    void close() throws IOException {
        writer.close();
        lock.close();
    }

    private int save() throws IOException {
        return writer.save(BlobType.DATA, id, content, 0, content.length);
    }

    @Test
    void aBlobIsStoredOnceAndCanBeReadAfterTheFlush() throws IOException {
        assertTrue(save() > content.length);
        assertEquals(BlobWriter.KNOWN, save());
        writer.flush();
        assertEquals(BlobWriter.KNOWN, save());
        assertArrayEquals(content, store.reader().read(BlobType.DATA, id));
    }

    @Test
    void aBlobThatWasClaimedButNotStoredIsNeverTakenAsKnown() {
        Thread.currentThread().interrupt();
        assertThrows(IOException.class, this::save);
        assertTrue(Thread.interrupted());
        assertThrows(IOException.class, this::save);
        assertThrows(IOException.class, writer::flush);
    }
}
