package dev.tandem.storage.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final Path FILE = Path.of("some", "file").toAbsolutePath();

    private static Kind kindOf(IOException cause) {
        StorageException failure = Failures.of("write", FILE, cause);
        assertTrue(failure.getMessage().contains(FILE.toString()), failure.getMessage());
        assertSame(cause, failure.getCause());
        return failure.kind();
    }

    private static FileSystemException reason(String reason) {
        return new FileSystemException(FILE.toString(), null, reason);
    }

    @Test
    void everyExceptionOfTheJdkHasItsKind() {
        assertEquals(Kind.NOT_FOUND, kindOf(new NoSuchFileException("x")));
        assertEquals(Kind.EXISTS, kindOf(new FileAlreadyExistsException("x")));
        assertEquals(Kind.DENIED, kindOf(new AccessDeniedException("x")));
        assertEquals(Kind.FAILED, kindOf(new ClosedByInterruptException()));
        assertEquals(Kind.FAILED, kindOf(new IOException()));
    }

    @Test
    void everyErrorOfTheSystemHasItsKind() {
        var kinds = Map.of(
                "No space left on device", Kind.FULL, "Disk quota exceeded", Kind.FULL,
                "Read-only file system", Kind.DENIED, "Operation not permitted", Kind.DENIED,
                "Input/output error", Kind.FAILED, "Stale file handle", Kind.UNREACHABLE,
                "Transport endpoint is not connected", Kind.UNREACHABLE, "File name too long", Kind.INVALID,
                "Is a directory", Kind.INVALID, "File too large", Kind.INVALID);
        kinds.forEach((reason, kind) -> {
            assertEquals(kind, kindOf(reason(reason)), reason);
            assertEquals(kind, kindOf(new IOException(reason)), reason);
        });
    }

    @Test
    void onlyALostMountIsWorthAnotherTry() {
        assertTrue(Failures.of("read", FILE, reason("Stale file handle")).retryable());
        for (String reason : new String[] {"No space left on device", "Input/output error", "Is a directory"}) {
            assertEquals(false, Failures.of("read", FILE, reason(reason)).retryable(), reason);
        }
    }

    @Test
    void aStorageExceptionIsNotWrappedAgain() {
        var failure = new StorageException(Kind.INVALID, "mine");
        assertSame(failure, Failures.of("write", FILE, failure));
    }

    @Test
    void aFullDeviceIsFull() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full on this system");
        try (FileChannel channel = FileChannel.open(full, StandardOpenOption.WRITE)) {
            IOException cause = assertThrows(IOException.class, () -> channel.write(ByteBuffer.allocate(1)));
            assertEquals(Kind.FULL, kindOf(cause));
        }
    }

    @Test
    void theNumbersAreThoseOfTheSystem() {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the words are those of Linux");
        String language = System.getenv().getOrDefault("LC_ALL",
                System.getenv().getOrDefault("LC_MESSAGES", System.getenv().getOrDefault("LANG", "C")));
        assumeTrue(language.isEmpty() || language.startsWith("C") || language.startsWith("en"),
                "the system speaks " + language);
        for (Errno errno : Errno.values()) {
            assertTrue(errno.saidBy(new IOException(errno.localText())), errno.localText());
        }
    }
}
