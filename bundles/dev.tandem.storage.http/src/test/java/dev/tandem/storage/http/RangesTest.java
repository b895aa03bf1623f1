package dev.tandem.storage.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RangesTest {
    private static final Purpose PURPOSE = new Purpose("read", "object");
    private static final byte[] CONTENT = "0123456789".getBytes();

    private static byte[] read(FakeServer server, long offset, long length) throws IOException {
        try (var storage = new HttpStorage(server.endpoint());
                InputStream in = Ranges.read(storage.request("GET", storage.endpoint().uri(new RemotePath("object")),
                        PURPOSE), PURPOSE, offset, length)) {
            return in.readAllBytes();
        }
    }

    private static void assertFails(Kind kind, FakeServer server, long offset, long length) {
        StorageException failure = assertThrows(StorageException.class, () -> read(server, offset, length));
        assertEquals(kind, failure.kind(), failure::getMessage);
    }

    private static FakeServer answering(int status, String range, byte[] body) throws IOException {
        return new FakeServer(exchange -> {
            if (range != null) {
                exchange.getResponseHeaders().set("Content-Range", range);
            }
            FakeServer.answer(exchange, status, body);
        });
    }

    @Test
    void aServerThatKnowsNoRangesIsReadFromItsStart() throws Exception {
        try (var server = answering(200, null, CONTENT)) {
            assertArrayEquals(CONTENT, read(server, 0, -1));
            assertArrayEquals(Arrays.copyOfRange(CONTENT, 3, 7), read(server, 3, 4));
            assertArrayEquals(Arrays.copyOfRange(CONTENT, 3, 10), read(server, 3, -1));
            assertArrayEquals(Arrays.copyOfRange(CONTENT, 8, 10), read(server, 8, 100));
            assertArrayEquals(new byte[0], read(server, 10, -1));
            assertArrayEquals(new byte[0], read(server, 5, 0));
            assertFails(Kind.INVALID, server, 11, -1);
        }
    }

    @Test
    void aServerThatKnowsNoLengthsEither() throws Exception {
        try (var server = new FakeServer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(CONTENT);
        })) {
            assertArrayEquals(Arrays.copyOfRange(CONTENT, 3, 7), read(server, 3, 4));
            assertArrayEquals(new byte[0], read(server, 10, -1));
            assertFails(Kind.INVALID, server, 11, -1);
        }
    }

    @Test
    void whatIsBeyondTheEndIsToldByTheServersSize() throws Exception {
        try (var server = answering(416, "bytes */10", new byte[0])) {
            assertArrayEquals(new byte[0], read(server, 10, 5));
            assertFails(Kind.INVALID, server, 11, 5);
        }
    }

    @Test
    void aPartThatEndsBeforeItStartsIsBeyondTheEnd() throws Exception {
        try (var server = answering(206, "bytes 11-9/10", new byte[0])) {
            assertFails(Kind.INVALID, server, 11, -1);
        }
        try (var server = answering(206, "bytes 1--1/0", new byte[0])) {
            assertFails(Kind.INVALID, server, 1, -1);
        }
        try (var server = answering(206, "bytes 10-9/10", new byte[0])) {
            assertArrayEquals(new byte[0], read(server, 10, 3));
        }
    }

    @Test
    void aServerThatSendsMoreThanTheRangeIsNotReadFurther() throws Exception {
        try (var server = answering(206, "bytes 2-9/10", Arrays.copyOfRange(CONTENT, 2, 10))) {
            assertArrayEquals(Arrays.copyOfRange(CONTENT, 2, 5), read(server, 2, 3));
        }
    }

    @Test
    void anotherRangeThanTheOneAskedForIsRefused() throws Exception {
        for (String range : new String[] {"bytes 0-4/10", "bytes 3-4/10", "bytes=2-6/10", "nonsense", null}) {
            try (var server = answering(206, range, new byte[5])) {
                assertFails(Kind.FAILED, server, 2, 5);
            }
        }
        try (var server = answering(206, "bytes 2-4/10", new byte[3])) {
            assertFails(Kind.FAILED, server, 2, 5);
            assertFails(Kind.FAILED, server, 2, -1);
        }
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        try (var server = answering(404, null, new byte[3])) {
            assertFails(Kind.NOT_FOUND, server, 0, -1);
            assertFails(Kind.NOT_FOUND, server, 5, 0);
            assertFails(Kind.INVALID, server, -1, 5);
        }
    }
}
