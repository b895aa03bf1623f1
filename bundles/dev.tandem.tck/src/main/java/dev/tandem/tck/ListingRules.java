package dev.tandem.tck;

import static dev.tandem.tck.StorageFixture.assertFails;
import static dev.tandem.tck.StorageFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Capability;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Rules 1, 3 and 4 as far as {@code list} goes. */
interface ListingRules extends StorageFixture {
    @Test
    default void anEmptyLocationListsNothing() throws Exception {
        assertEquals(Set.of(), names(""));
    }

    @Test
    default void rule1AListingTellsOfEveryOneOfManyEntries() throws Exception {
        Set<String> written = new TreeSet<>();
        for (int i = 0; i < 2_000; i++) {
            put("many/o" + i, bytes(i, i % 7));
            written.add("many/o" + i);
        }
        assertEquals(written, names("many"));
    }

    @Test
    default void aListingTellsOfOneLevelWithSizesAndKinds() throws Exception {
        put("top/object", bytes(1, 321));
        put("top/dir/below", bytes(1, 5));
        put("topmost", bytes(1, 7));
        Map<String, ObjectInfo> entries = new ConcurrentHashMap<>();
        session().list(new RemotePath("top"), info -> entries.put(info.path().value(), info));
        assertEquals(Set.of("top/object", "top/dir"), entries.keySet());
        assertEquals(321, entries.get("top/object").size());
        assertEquals(false, entries.get("top/object").directory());
        assertTrue(entries.get("top/dir").directory());
        assertEquals(Set.of("top", "topmost"), names(""));
    }

    @Test
    default void rule3ADirectoryThatDoesNotExistIsNotFound() throws Exception {
        put("object", bytes(1, 1));
        assertFails(Kind.NOT_FOUND, () -> names("nowhere"));
        assertFails(Kind.NOT_FOUND, () -> names("nowhere/at/all"));
        assertFails(Kind.NOT_FOUND, () -> names("object/below"));
    }

    @Test
    default void anObjectIsNoDirectoryToList() throws Exception {
        put("object", bytes(1, 1));
        assertFails(Kind.NOT_FOUND, () -> names("object"));
    }

    @Test
    default void whatTheSinkThrowsPassesThrough() throws Exception {
        put("dir/object", bytes(1, 1));
        var mine = new IllegalStateException("mine");
        assertSame(mine, assertThrows(IllegalStateException.class,
                () -> session().list(new RemotePath("dir"), info -> {
                    throw mine;
                })));
        assertEquals(Set.of("dir/object"), names("dir"));
    }

    @Test
    default void theSinkMayUseTheSession() throws Exception {
        assumePromised(Capability.CONCURRENT);
        for (int i = 0; i < 20; i++) {
            put("dir/o" + i, bytes(i, i));
        }
        session().list(new RemotePath("dir"), info -> {
            try {
                assertEquals(info.size(), get(info.path().value()).length);
                session().delete(info.path());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        for (int i = 0; i < 20; i++) {
            assertAbsent("dir/o" + i);
        }
    }

    @Test
    default void rule4AnInterruptedThreadEndsItsListing() throws Exception {
        for (int i = 0; i < 10; i++) {
            put("dir/o" + i, bytes(i, i));
        }
        Thread.currentThread().interrupt();
        try {
            assertFails(Kind.FAILED, () -> names("dir"));
        } finally {
            assertTrue(Thread.interrupted(), "the interruption was lost");
        }
        assertEquals(10, names("dir").size());
    }
}
