package dev.tandem.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotTest {
    @TempDir
    Path cache;

    private void fill(Slot slot) throws IOException {
        Files.createDirectories(slot.storage());
        Files.writeString(slot.storage().resolve("file"), "content");
        slot.seal(7);
    }

    @Test
    void aSealedSlotIsWarmForTheSameStampOnly() throws IOException {
        try (Slot slot = Slot.take(cache, "one\n")) {
            assertFalse(slot.isWarm());
            fill(slot);
        }
        try (Slot slot = Slot.take(cache, "one\n")) {
            assertTrue(slot.isWarm());
            assertTrue(slot.holds(7));
            assertFalse(slot.holds(6));
        }
        try (Slot slot = Slot.take(cache, "two\n")) {
            assertFalse(slot.isWarm());
            assertFalse(Files.exists(slot.storage()), "what another stamp left must be gone");
        }
    }

    @Test
    void aSlotWhoseFillingWasInterruptedIsEmptied() throws IOException {
        try (Slot slot = Slot.take(cache, "one\n")) {
            Files.createDirectories(slot.storage().resolve("half"));
        }
        try (Slot slot = Slot.take(cache, "one\n")) {
            assertFalse(slot.isWarm());
            assertFalse(Files.exists(slot.storage()));
        }
    }

    @Test
    void whoFindsASlotTakenUsesTheNext() throws IOException {
        try (Slot first = Slot.take(cache, "one\n"); Slot second = Slot.take(cache, "one\n")) {
            assertNotEquals(first.storage(), second.storage());
        }
    }

    @Test
    void furtherSlotsOfOldJarsAreThrownAwayUnlessInUse() throws IOException {
        Slot first = Slot.take(cache, "one\n");
        Slot second = Slot.take(cache, "one\n");
        try (Slot third = Slot.take(cache, "one\n")) {
            fill(first);
            fill(second);
            fill(third);
            second.close();
            first.close();
            Slot.take(cache, "two\n").close();
            assertFalse(Files.exists(second.storage()));
            assertTrue(Files.exists(third.storage().resolve("file")));
        }
    }

    @Test
    void theFolderIsOpenToItsOwnerOnly() throws IOException {
        Assumptions.assumeTrue(cache.getFileSystem().supportedFileAttributeViews().contains("posix"),
                "the file system has no owner's rights");
        Path data = cache.resolve("data");
        Slot.take(data.resolve("cache"), "one\n").close();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data)));
    }
}
