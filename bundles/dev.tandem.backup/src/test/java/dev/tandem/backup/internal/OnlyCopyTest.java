package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.PruneReport.Outcome;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.PruneRequest.MaxUnused;
import dev.tandem.backup.PruneRequest.Repack;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A prune whose time is over before a pack was repacked that holds the copy it meant to keep of a blob. */
class OnlyCopyTest {
    private static final PruneRequest HASTY = new PruneRequest(new MaxUnused.Bytes(0), OptionalLong.empty(),
            Optional.of(Duration.ZERO), Repack.DEFAULT, false);

    @TempDir
    Path folder;
    private final MemoryStorage storage = new MemoryStorage();
    private final Tampering files = new Tampering(storage);
    private Id repacked;
    private Id removed;

    @BeforeEach
    void makeTwoCopies() throws IOException {
        TestStore.create(storage);
        try (Forgery forgery = new Forgery(storage)) {
            repacked = packOf(forgery, "needed twice", "needed", "not needed");
            removed = packOf(forgery, "needed twice", "not needed either");
            Id tree = forgery.tree(Forgery.file("a", blob("needed twice")), Forgery.file("b", blob("needed")));
            forgery.snapshot(tree);
        }
    }

    private static Id blob(String content) {
        return Hashing.sha256(content.getBytes(StandardCharsets.UTF_8));
    }

    private static Id packOf(Forgery forgery, String... contents) throws IOException {
        List<byte[]> plain = new ArrayList<>();
        List<PackedBlob> blobs = new ArrayList<>();
        long offset = 0;
        for (String content : contents) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            PackedBlob blob = new PackedBlob(BlobType.DATA, blob(content), offset, bytes.length + 32, 0);
            plain.add(bytes);
            blobs.add(blob);
            offset = blob.end();
        }
        Id pack = forgery.pack(plain, blobs);
        forgery.index(pack, blobs.toArray(PackedBlob[]::new));
        return pack;
    }

    @Test
    void theOtherCopyStaysWhereThatOneIsDamaged() throws IOException {
        files.flip(FileKind.PACK, repacked, 0.05);
        assertEquals(Outcome.TIME_UP, PrunedRepository.prune(storage, HASTY).outcome());
        assertTrue(files.list(FileKind.PACK).containsAll(List.of(repacked, removed)));
        assertEquals(Outcome.DONE, PrunedRepository.prune(storage).outcome());
        TestStore.at(storage).assertSound();
        TestStore.at(storage).restoreInto(folder.resolve("target"));
    }

    @Test
    void theOtherCopyGoesWhereThatOneIsRight() throws IOException {
        assertEquals(Outcome.TIME_UP, PrunedRepository.prune(storage, HASTY).outcome());
        assertTrue(files.list(FileKind.PACK).contains(repacked));
        assertFalse(files.list(FileKind.PACK).contains(removed));
        TestStore.at(storage).assertSound();
        TestStore.at(storage).restoreInto(folder.resolve("target"));
    }
}
