package dev.tandem.tck;

import static dev.tandem.tck.StorageFixture.assertFails;
import static dev.tandem.tck.StorageFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Rules 1 and 3 as far as {@code read} and {@code stat} go. */
interface ReadingRules extends StorageFixture {
    @Test
    default void rule1AnObjectIsFoundAsSoonAsItsWriteReturned() throws Exception {
        for (int size : new int[] {0, 1, 8191, 8192, 8193, 300_000}) {
            byte[] content = bytes(size, size);
            put("dir/object" + size, content);
            assertHolds("dir/object" + size, content);
        }
    }

    @Test
    default void rule1AnotherSessionFindsAnObjectAsSoonAsItsWriteReturned() throws Exception {
        try (var other = another()) {
            put("object", bytes(1, 1000));
            try (InputStream in = other.read(new RemotePath("object"), 0, -1)) {
                assertArrayEquals(bytes(1, 1000), in.readAllBytes());
            }
            assertEquals(1000, other.stat(new RemotePath("object")).orElseThrow().size());
        }
    }

    @Test
    default void rule1AnOverwrittenObjectIsReadAsTheNewOne() throws Exception {
        put("object", bytes(1, 5000));
        put("object", bytes(2, 100));
        assertHolds("object", bytes(2, 100));
    }

    @Test
    default void aRangeYieldsExactlyItsBytes() throws Exception {
        byte[] content = bytes(7, 20_000);
        int end = content.length;
        put("object", content);
        int[][] ranges = {{0, 10}, {1, 10}, {2, 1}, {5, 0}, {8190, 5}, {end - 5, 5}, {end - 1, 1}, {0, end}, {end, 0}};
        for (int[] range : ranges) {
            assertArrayEquals(Arrays.copyOfRange(content, range[0], range[0] + range[1]),
                    range("object", range[0], range[1]), () -> Arrays.toString(range));
        }
    }

    @Test
    default void aLengthOfMinusOneReadsToTheEnd() throws Exception {
        byte[] content = bytes(8, 20_000);
        put("object", content);
        for (int offset : new int[] {0, 1, 19_999, 20_000}) {
            assertArrayEquals(Arrays.copyOfRange(content, offset, content.length), range("object", offset, -1));
        }
    }

    @Test
    default void aRangeThatEndsBeyondTheEndYieldsWhatThereIs() throws Exception {
        byte[] content = bytes(9, 1000);
        put("object", content);
        assertArrayEquals(Arrays.copyOfRange(content, 995, 1000), range("object", 995, 6));
        assertArrayEquals(content, range("object", 0, Long.MAX_VALUE));
        assertArrayEquals(Arrays.copyOfRange(content, 1, 1000), range("object", 1, Long.MAX_VALUE));
        assertArrayEquals(new byte[0], range("object", 1000, 1));
    }

    @Test
    default void aRangeThatStartsBeyondTheEndIsInvalid() throws Exception {
        put("object", bytes(10, 1000));
        put("empty", new byte[0]);
        assertFails(Kind.INVALID, () -> range("object", 1001, -1));
        assertFails(Kind.INVALID, () -> range("object", 1001, 1));
        assertFails(Kind.INVALID, () -> range("object", Long.MAX_VALUE, 1));
        assertFails(Kind.INVALID, () -> range("empty", 1, -1));
    }

    @Test
    default void aNegativeOffsetIsInvalid() throws Exception {
        put("object", bytes(10, 10));
        assertFails(Kind.INVALID, () -> range("object", -1, 1));
    }

    @Test
    default void everyWayToReadAStreamYieldsTheSameBytes() throws Exception {
        byte[] content = bytes(11, 150_000);
        put("object", content);
        try (InputStream in = session().read(new RemotePath("object"), 10, 140_000)) {
            var read = new ByteArrayOutputStream();
            read.write(in.read());
            read.write(in.readNBytes(70_000));
            byte[] part = new byte[30_000];
            assertEquals(part.length, in.readNBytes(part, 0, part.length));
            read.write(part);
            in.skipNBytes(9_999);
            read.write(content, 100_011, 9_999);
            in.transferTo(read);
            assertEquals(-1, in.read());
            assertEquals(0, in.readNBytes(10).length);
            assertArrayEquals(Arrays.copyOfRange(content, 10, 140_010), read.toByteArray());
        }
    }

    @Test
    default void rule3ReadingWhatIsNotThereIsNotFound() throws Exception {
        put("object", bytes(1, 1));
        assertFails(Kind.NOT_FOUND, () -> range("other", 0, -1));
        assertFails(Kind.NOT_FOUND, () -> range("no/such/directory/object", 5, 5));
    }

    @Test
    default void whatIsNotThereHasNoStat() throws Exception {
        put("dir/object", bytes(1, 1));
        assertAbsent("dir/other");
        assertAbsent("no/such/directory/object");
        assertAbsent("dir/object/below");
    }

    @Test
    default void theMessageOfAFailureNamesTheObject() {
        StorageException failure = assertThrows(StorageException.class, () -> range("some/object-42", 0, -1));
        if (!failure.getMessage().contains("object-42")) {
            throw new AssertionError("a message that names no object: " + failure.getMessage());
        }
    }
}
