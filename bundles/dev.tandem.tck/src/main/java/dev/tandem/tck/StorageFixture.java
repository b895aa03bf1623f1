package dev.tandem.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.function.Executable;

/** What the rules share: the session under test, and words for what they do with it. */
interface StorageFixture {
    WriteOptions NEW = new WriteOptions(true, false, false);

    StorageSession session();

    /** Opens a second session on the same location, which the caller closes. */
    StorageSession another() throws Exception;

    default void assumePromised(Capability capability) {
        assumeTrue(session().capabilities().contains(capability), () -> "the storage does not promise " + capability);
    }

    default ObjectInfo put(String path, byte[] bytes) throws StorageException {
        return session().write(new RemotePath(path), Content.of(bytes), WriteOptions.OVERWRITE);
    }

    default byte[] get(String path) throws IOException {
        return range(path, 0, -1);
    }

    default byte[] range(String path, long offset, long length) throws IOException {
        try (InputStream in = session().read(new RemotePath(path), offset, length)) {
            return in.readAllBytes();
        }
    }

    default Set<String> names(String directory) throws StorageException {
        List<String> told = new ArrayList<>();
        session().list(new RemotePath(directory), info -> told.add(info.path().value()));
        Set<String> names = new TreeSet<>(told);
        assertEquals(told.size(), names.size(), "an entry was told twice");
        return names;
    }

    default void assertHolds(String path, byte[] expected) throws IOException {
        assertArrayEquals(expected, get(path));
        ObjectInfo info = session().stat(new RemotePath(path)).orElseThrow();
        assertEquals(expected.length, info.size());
        assertEquals(path, info.path().value());
    }

    default void assertAbsent(String path) throws StorageException {
        assertTrue(session().stat(new RemotePath(path)).isEmpty(), () -> path + " should not be there");
        assertFails(StorageException.Kind.NOT_FOUND, () -> get(path));
    }

    static StorageException assertFails(StorageException.Kind kind, Executable call) {
        StorageException failure = assertThrows(StorageException.class, call);
        assertEquals(kind, failure.kind(), failure::getMessage);
        return failure;
    }

    static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
