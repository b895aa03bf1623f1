package dev.tandem.sync.internal.apply;

import static dev.tandem.sync.internal.apply.Pair.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.sync.FileVersion;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.internal.version.VersionRetention;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionsTest {
    @TempDir(factory = MemoryFolder.class)
    Path folder;

    private Pair versions(int count) throws IOException {
        Pair pair = new Pair(folder);
        for (int i = 0; i <= count; i++) {
            pair.write(Side.LEFT, "d/a", "version " + i);
            pair.write(Side.LEFT, "b", "other " + i);
            pair.mirror();
            pair.clock.advance(Duration.ofDays(1).toNanos());
        }
        return pair;
    }

    @Test
    void versionsAreListedNewestFirst() throws IOException {
        Pair pair = versions(3);
        pair.left.delete(path("d"));
        pair.mirror();
        List<FileVersion> all = pair.versions().list(path("d"));
        assertEquals(4, all.size());
        assertEquals(all.stream().sorted((a, b) -> b.replaced().compareTo(a.replaced())).toList(), all);
        assertTrue(all.stream().allMatch(version -> version.path().equals(path("d/a"))
                && version.side() == Side.RIGHT && version.size() == 9));
        assertEquals(4 + 3, pair.versions().list(path(".")).size());
        assertEquals(List.of(), pair.versions().list(path("D")));
    }

    @Test
    void aVersionIsPutBackAndWhatWasThereBecomesOne() throws IOException {
        Pair pair = versions(2);
        FileVersion first = pair.versions().list(path("d/a")).getLast();
        pair.restore(first, path("d/a"));
        assertEquals("version 0", pair.right.tree().get(path("d/a")));
        assertTrue(pair.right.kept().containsValue("version 2"));
        assertEquals(2, pair.versions().list(path("d/a")).size());
        pair.undo(pair.logs.names().getFirst());
        assertEquals("version 2", pair.right.tree().get(path("d/a")), "putting back can be taken back");
        assertThrows(SyncException.class, () -> pair.restore(first, path("d/a")));
    }

    @Test
    void aDeletedFileIsPutBackWithTheFoldersAboveIt() throws IOException {
        Pair pair = versions(0);
        pair.left.delete(path("d"));
        pair.mirror();
        pair.restore(pair.versions().list(path("d")).getFirst(), path("e/f/a"));
        assertEquals("version 0", pair.right.tree().get(path("e/f/a")));
    }

    @Test
    void oldVersionsAreDeletedButForTheNewestAndThoseInUse() throws IOException {
        Pair pair = versions(9);
        List<FileVersion> all = pair.versions().list(path("."));
        assertEquals(18, all.size());
        FileVersion used = pair.versions().list(path("b")).getLast();
        pair.prune(new VersionRetention(4, 2), used);
        assertEquals(List.of("version 6", "version 7", "version 8"), kept(pair, "version"));
        assertEquals(List.of("other 0", "other 6", "other 7", "other 8"), kept(pair, "other"));
        assertEquals(4, pair.logs.names().size(), "logs of runs nothing is left of are gone: "
                + pair.logs.names());
        pair.clock.advance(Duration.ofDays(100).toNanos());
        pair.prune(new VersionRetention(4, 2), used);
        assertEquals(List.of("version 7", "version 8"), kept(pair, "version"));
    }

    private static List<String> kept(Pair pair, String begin) {
        return pair.right.kept().values().stream().filter(content -> content.startsWith(begin)).sorted().toList();
    }

    @Test
    void theLogOfAnUndoStaysAsLongAsThatOfWhatItTookBack() throws IOException {
        Pair pair = versions(1);
        String run = pair.logs.names().getFirst();
        pair.undo(run);
        pair.clock.advance(Duration.ofDays(100).toNanos());
        FileVersion none = new FileVersion("", Side.LEFT, path("a"), Instant.EPOCH, Instant.EPOCH,
                0, Optional.empty());
        pair.prune(new VersionRetention(4, 5), none);
        assertEquals(1, pair.logs.list().size(), "what the undo put aside stays: the last five do");
        pair.prune(new VersionRetention(4, 0), none);
        assertEquals(List.of(), pair.logs.names());
        assertEquals(List.of(), kept(pair, "version"));
    }
}
