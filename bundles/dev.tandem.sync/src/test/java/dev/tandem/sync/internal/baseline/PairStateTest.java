package dev.tandem.sync.internal.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.catalog.StateDamagedException;
import dev.tandem.catalog.internal.FileStateStores;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairStateTest {
    private static final RawPath PATH = RawPath.of("d/f");
    private static final Conflict CONFLICT = new Conflict(PATH, Conflict.Kind.EDIT_EDIT, Optional.empty(),
            Optional.of(new Version(FileType.FILE, 1, Instant.EPOCH, "one")), Optional.empty());

    @TempDir
    private Path folder;

    private FileStateStores stores;

    @BeforeEach
    void noState() {
        stores = new FileStateStores(new OneFolder(folder));
    }

    private PairState open() throws IOException {
        return PairState.open(stores, "1f").orElseThrow();
    }

    @Test
    void baselineAndConflictsLastTogetherOrNotAtAll() throws IOException {
        try (PairState state = open()) {
            state.baseline().put(PATH, RandomBases.file(PATH.name(), 1));
            state.conflicts().put(PATH, CONFLICT, Instant.EPOCH, Optional.empty(), Optional.empty());
        }
        try (PairState state = open()) {
            assertTrue(state.baseline().children(RawPath.of("d")).isEmpty());
            assertTrue(state.conflicts().open().isEmpty());
            state.baseline().put(PATH, RandomBases.file(PATH.name(), 1));
            state.conflicts().put(PATH, CONFLICT, Instant.EPOCH, Optional.empty(), Optional.empty());
            state.commit();
        }
        try (PairState state = open()) {
            assertEquals(1, state.baseline().children(RawPath.of("d")).size());
            assertEquals(1, state.conflicts().open().size());
        }
    }

    @Test
    void aPairIsUsedByOneRunAtATime() throws IOException {
        try (PairState state = open()) {
            assertTrue(PairState.open(stores, "1f").isEmpty());
            assertTrue(state.setAside().isEmpty());
        }
        open().close();
    }

    @Test
    void aStateThatWasAbandonedIsSetAsideAndTheNextOneEmpty() throws IOException {
        PairState state = open();
        state.baseline().put(PATH, RandomBases.file(PATH.name(), 1));
        state.commit();
        assertTrue(Files.exists(state.abandon().orElseThrow()));
        try (PairState next = open()) {
            assertTrue(next.baseline().children(RawPath.of("d")).isEmpty());
        }
    }

    /** The base may lag behind, but must not tell anything that never was. */
    @Test
    void aDamagedFileNeverTellsWrongEntries() throws IOException {
        try (PairState state = open()) {
            for (int i = 0; i < 3000; i++) {
                RawName name = RawName.of("file" + i);
                state.baseline().put(RawPath.of("d" + i % 7).child(name), RandomBases.file(name, i));
            }
            state.commit();
        }
        Path file = folder.resolve("sync-1f.mv");
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(41);
        for (int round = 0; round < 60; round++) {
            byte[] damaged = sound.clone();
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) random.nextInt(1, 256);
            }
            Files.write(file, damaged);
            assertNothingWrong("seed 41, round " + round);
        }
    }

    private void assertNothingWrong(String what) throws IOException {
        PairState state = open();
        try {
            for (int d = 0; d < 7; d++) {
                SortedMap<RawName, Base> children = state.baseline().children(RawPath.of("d" + d));
                for (Map.Entry<RawName, Base> child : children.entrySet()) {
                    int number = Integer.parseInt(child.getKey().toString().substring("file".length()));
                    assertEquals(RandomBases.file(child.getKey(), number), child.getValue(), what);
                }
            }
        } catch (StateDamagedException e) {
            assertFalse(e.getMessage().isEmpty());
            assertTrue(state.abandon().isPresent(), what);
        } finally {
            state.close();
        }
    }
}
