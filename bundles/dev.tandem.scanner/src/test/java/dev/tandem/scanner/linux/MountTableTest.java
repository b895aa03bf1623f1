package dev.tandem.scanner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.model.RawPath;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MountTableTest {
    private static MountTable table(String... lines) {
        return MountTable.parse(String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void pointsAreWrittenInOctal() {
        assertEquals(Map.of(RawPath.of("/"), "22", RawPath.of("/a b\\c"), "30"),
                table("22 1 8:1 / / rw - ext4 /dev/sda1 rw", "30 22 0:5 / /a\\040b\\134c rw - tmpfs none rw").mounts());
    }

    @Test
    void whatCameWentOrWasReplacedDiffers() {
        MountTable before = table("1 0 8:1 / / rw", "2 1 0:1 / /went rw", "3 1 0:2 / /other rw");
        MountTable after = table("1 0 8:1 / / rw", "4 1 0:3 / /came rw", "5 1 0:4 / /other rw");
        assertEquals(Set.of(RawPath.of("/went"), RawPath.of("/came"), RawPath.of("/other")), after.differing(before));
    }
}
