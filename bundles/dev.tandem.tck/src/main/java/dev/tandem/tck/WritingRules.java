package dev.tandem.tck;

import static dev.tandem.tck.StorageFixture.assertFails;
import static dev.tandem.tck.StorageFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules 2 and 3 as far as {@code write} goes. */
interface WritingRules extends StorageFixture {
    /** Content whose stream does {@code breakage} when half of the bytes are read. */
    private static Content breaking(byte[] bytes, Breakage breakage) {
        return new Content() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new BreakingStream(bytes, breakage);
            }
        };
    }

    private static Content claiming(long length, byte[] bytes) {
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream open() throws IOException {
                return Content.of(bytes).open();
            }
        };
    }

    @Test
    default void aWriteTellsWhatItWrote() throws Exception {
        ObjectInfo info = put("dir/object", bytes(1, 1234));
        assertEquals(new RemotePath("dir/object"), info.path());
        assertEquals(1234, info.size());
        assertEquals(false, info.directory());
    }

    @Test
    default void aWriteMakesTheDirectoriesAbove() throws Exception {
        put("a/b/c/d/object", bytes(1, 10));
        assertHolds("a/b/c/d/object", bytes(1, 10));
        assertTrue(session().stat(new RemotePath("a/b/c")).orElseThrow().directory());
    }

    @Test
    default void everyCombinationOfOptionsWritesTheSameBytes() throws Exception {
        for (int bits = 0; bits < 8; bits++) {
            var options = new WriteOptions((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0);
            session().write(new RemotePath("o" + bits), Content.of(bytes(bits, 9000)), options);
            assertHolds("o" + bits, bytes(bits, 9000));
        }
    }

    @Test
    default void partOfAnArrayIsWrittenAsThatPart() throws Exception {
        byte[] whole = bytes(3, 1000);
        session().write(new RemotePath("part"), Content.of(whole, 100, 50), WriteOptions.OVERWRITE);
        assertHolds("part", Arrays.copyOfRange(whole, 100, 150));
    }

    @Test
    default void aProtectedObjectCanBeOverwritten() throws Exception {
        session().write(new RemotePath("o"), Content.of(bytes(1, 10)), WriteOptions.ONCE);
        put("o", bytes(2, 20));
        assertHolds("o", bytes(2, 20));
    }

    @Test
    default void rule2AWriterThatFailsInTheMiddleLeavesNothing() throws Exception {
        byte[] content = bytes(1, 400_000);
        Content failing = breaking(content, () -> {
            throw new IOException("source broke");
        });
        for (boolean ifAbsent : new boolean[] {false, true}) {
            assertFails(Kind.FAILED, () -> session().write(new RemotePath("dir/object"), failing,
                    new WriteOptions(ifAbsent, true, true)));
            assertAbsent("dir/object");
        }
        put("dir/other", bytes(1, 1));
        assertEquals(Set.of("dir/other"), names("dir"));
    }

    @Test
    default void rule2AWriterThatFailsInTheMiddleKeepsTheOldObject() throws Exception {
        put("dir/object", bytes(1, 1000));
        Content failing = breaking(bytes(2, 400_000), () -> {
            throw new IOException("source broke");
        });
        assertFails(Kind.FAILED,
                () -> session().write(new RemotePath("dir/object"), failing, WriteOptions.OVERWRITE));
        assertHolds("dir/object", bytes(1, 1000));
        assertEquals(Set.of("dir/object"), names("dir"));
    }

    @Test
    default void rule2AnUncheckedExceptionOfTheContentLeavesNothing() throws Exception {
        Content failing = breaking(bytes(2, 400_000), () -> {
            throw new UncheckedIOException(new IOException("source broke"));
        });
        assertThrows(Exception.class,
                () -> session().write(new RemotePath("object"), failing, WriteOptions.OVERWRITE));
        assertAbsent("object");
        assertEquals(Set.of(), names(""));
    }

    @Test
    default void rule2ContentOfAnotherLengthThanItClaimsIsNotWritten() throws Exception {
        for (long claimed : new long[] {99, 101}) {
            assertThrows(StorageException.class, () -> session().write(
                    new RemotePath("object"), claiming(claimed, bytes(1, 100)), WriteOptions.OVERWRITE));
            assertAbsent("object");
        }
        assertEquals(Set.of(), names(""));
    }

    @Test
    default void rule2AnUnfinishedWriteIsNotListed() throws Exception {
        assumePromised(Capability.ATOMIC_WRITE);
        put("dir/first", bytes(1, 1));
        try (var other = another()) {
            Content watching = breaking(bytes(2, 400_000), () -> {
                other.list(new RemotePath("dir"), info -> assertEquals("dir/first", info.path().value()));
                assertTrue(other.stat(new RemotePath("dir/object")).isEmpty());
            });
            session().write(new RemotePath("dir/object"), watching, WriteOptions.OVERWRITE);
        }
        assertHolds("dir/object", bytes(2, 400_000));
    }

    @Test
    default void anObjectThatIsThereIsNotReplacedIfAbsentWasAskedFor() throws Exception {
        session().write(new RemotePath("object"), Content.of(bytes(1, 100)), NEW);
        assertFails(Kind.EXISTS, () -> session().write(new RemotePath("object"), Content.of(bytes(2, 200)), NEW));
        assertHolds("object", bytes(1, 100));
        assertEquals(Set.of("object"), names(""));
    }

    @Test
    default void theLocationItselfCannotBeWritten() {
        assertFails(Kind.INVALID, () -> put("", bytes(1, 1)));
    }

    @Test
    default void rule4AnInterruptedWriterLeavesNothing() throws Exception {
        Content interrupting = breaking(bytes(2, 4_000_000), () -> Thread.currentThread().interrupt());
        try {
            assertFails(Kind.FAILED,
                    () -> session().write(new RemotePath("object"), interrupting, WriteOptions.OVERWRITE));
        } finally {
            assertTrue(Thread.interrupted(), "the interruption was lost");
        }
        assertAbsent("object");
        assertEquals(Set.of(), names(""));
    }
}
