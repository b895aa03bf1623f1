package dev.tandem.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.backup.Id;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.storage.Location;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
    private record Inner(long dataBlobs) { }

    private record Message(String plain, Optional<Id> parent, Optional<String> noParent, Inner summary,
            List<String> tags, boolean dryRun, double percentDone, OffsetDateTime backupStart, Instant mtime) { }

    @Test
    void aRecordIsAnObjectInSnakeCaseWithItsTypeFirstAndWithoutWhatIsEmpty() {
        Message message = new Message("a<b", Optional.of(Id.parse("ab".repeat(32))), Optional.empty(), new Inner(3),
                List.of("x", "y"), true, 0.25, OffsetDateTime.parse("2026-01-02T03:04:00+02:00"),
                Instant.parse("2026-01-02T03:04:05.5Z"));
        assertEquals("{\"message_type\":\"m\",\"plain\":\"a<b\",\"parent\":\"" + "ab".repeat(32)
                + "\",\"summary\":{\"data_blobs\":3},\"tags\":[\"x\",\"y\"],\"dry_run\":true,\"percent_done\":0.25,"
                + "\"backup_start\":\"2026-01-02T03:04:00+02:00\",\"mtime\":\"2026-01-02T03:04:05.5Z\"}",
                Json.line("m", message));
    }

    @Test
    void theKeysOfAMapStayAsTheyAre() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("userName", "me");
        map.put("gone", null);
        map.put("location", Location.parse("/repo"));
        assertEquals("{\"message_type\":\"key\",\"userName\":\"me\",\"location\":\"/repo\"}", Json.line("key", map));
    }

    @Test
    void aNameThatIsNoTextIsShownAsItIsToPeople() {
        RawName name = RawName.of(new byte[] {'a', (byte) 0xFF});
        assertEquals("{\"message_type\":\"n\",\"name\":\"a\\\\xff\",\"path\":\"/a\\\\xff\"}", Json.line("n",
                new TreeOf(name, RawPath.ROOT.child(name))));
    }

    private record TreeOf(RawName name, RawPath path) { }

    @Test
    void aMessageThatIsNoObjectIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Json.line("m", "text"));
    }
}
