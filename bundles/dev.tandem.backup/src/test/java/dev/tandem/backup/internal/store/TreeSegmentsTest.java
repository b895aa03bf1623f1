package dev.tandem.backup.internal.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trees of a pack, asked for in several orders. */
class TreeSegmentsTest {
    private static final int TREE = 500;
    private static final int TREES = 20_000;

    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicLong bytesRead = new AtomicLong();
    private final byte[] pack = new byte[TREE * TREES];
    private Id id;
    private TreeSegments segments;

    @BeforeEach
    void store() throws Exception {
        new Random(5).nextBytes(pack);
        id = Id.of(new byte[32]);
        MemoryStorage storage = new MemoryStorage() {
            @Override
            public InputStream read(RemotePath path, long offset, long length) throws StorageException {
                reads.incrementAndGet();
                bytesRead.addAndGet(length);
                return super.read(path, offset, length);
            }
        };
        storage.write(RepositoryFiles.path(FileKind.PACK, id), Content.of(pack), WriteOptions.ONCE);
        segments = new TreeSegments(new RepositoryFiles(storage));
    }

    private BlobLocation tree(int number) {
        return new BlobLocation(id, new PackedBlob(BlobType.TREE, id, (long) number * TREE, TREE, TREE));
    }

    private void assertRead(int number) throws IOException {
        assertArrayEquals(Arrays.copyOfRange(pack, number * TREE, (number + 1) * TREE), segments.sealed(tree(number)));
    }

    @Test
    void aWalkFromTheEndReadsAPackInAFewReads() throws IOException {
        for (int i = TREES - 1; i >= 0; i--) {
            assertRead(i);
        }
        assertWorthIt();
    }

    @Test
    void aWalkFromTheBeginningReadsAPackInAFewReads() throws IOException {
        for (int i = 0; i < TREES; i++) {
            assertRead(i);
        }
        assertWorthIt();
    }

    private void assertWorthIt() {
        assertTrue(reads.get() <= 20, reads + " reads");
        assertTrue(bytesRead.get() <= 3L * pack.length, bytesRead + " bytes");
    }

    @Test
    void oneTreeIsReadWithLittleElse() throws IOException {
        assertRead(TREES / 2);
        assertEquals(64 << 10, bytesRead.get());
    }

    @Test
    void theLastTreeOfAPackIsReadThoughThePackEndsThere() throws IOException {
        assertRead(TREES - 1);
    }

    @Test
    void treesThatAreFarFromEachOtherAreReadWithLittleElse() throws IOException {
        Random random = new Random(6);
        for (int i = 0; i < 300; i++) {
            assertRead(random.nextInt(TREES));
        }
        assertTrue(bytesRead.get() <= 300L * (65 << 10), bytesRead + " bytes");
    }

    @Test
    void whatIsReturnedIsTheCallersOwn() throws IOException {
        Arrays.fill(segments.sealed(tree(7)), (byte) 0);
        assertRead(7);
    }

    @Test
    void whatWasForgottenIsReadAgain() throws IOException {
        assertRead(9);
        segments.forget(id);
        assertRead(9);
        assertEquals(2, reads.get());
    }

    @Test
    void aTreeBeyondTheEndOfItsPackIsRefused() {
        assertThrows(IOException.class, () -> segments.sealed(tree(TREES)));
    }
}
