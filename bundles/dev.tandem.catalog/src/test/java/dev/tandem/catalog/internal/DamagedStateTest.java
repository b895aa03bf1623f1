package dev.tandem.catalog.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.catalog.StateDamagedException;
import dev.tandem.catalog.StateMap;
import dev.tandem.catalog.StateStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of a file of state, it is as it was after a commit, or it is found to be damaged. */
class DamagedStateTest {
    private static final String NAME = "sync-1";
    private static final byte[] FIRST = {};

    @TempDir
    private Path folder;

    private FileStateStores stores;

    @BeforeEach
    void noStores() {
        stores = new FileStateStores(new OneFolder(folder));
    }

    private StateStore open() throws IOException {
        return stores.open(NAME, 1).orElseThrow();
    }

    private Path file() {
        return folder.resolve(NAME + ".mv");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aFileThatWasDamagedAnywhereNeverTellsAnythingWrong() throws IOException {
        Map<String, String> right = filled();
        byte[] sound = Files.readAllBytes(file());
        Random random = new Random(23);
        int met = 0;
        for (int i = 0; i < 150; i++) {
            byte[] damaged = sound.clone();
            int at = random.nextInt(damaged.length);
            byte[] noise = new byte[random.nextInt(1, 300)];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, damaged, at, Math.min(noise.length, damaged.length - at));
            Files.write(file(), damaged);
            try (StateStore store = open()) {
                Map<String, String> read = read(store);
                assertEquals(right, read, "seed 23, round " + i);
            } catch (StateDamagedException e) {
                met++;
                assertTrue(stores.setAside(NAME).isPresent());
                open().close();
            }
        }
        assertTrue(met > 0, "no damage was met");
    }

    @Test
    void aFileThatIsCutShortIsAsAfterSomeCommitOrSetAside() throws IOException {
        List<Map<String, String>> commits = new ArrayList<>(List.of(Map.of()));
        Random random = new Random(29);
        try (StateStore store = open()) {
            for (int i = 0; i < 12; i++) {
                commits.add(changed(store, random));
            }
        }
        byte[] sound = Files.readAllBytes(file());
        for (int i = 0; i < 100; i++) {
            int length = i == 0 ? 0 : random.nextInt(sound.length);
            Files.write(file(), Arrays.copyOf(sound, length));
            assertIsOneOf(commits, "cut at " + length);
        }
    }

    /** Of what a commit writes, a power failure leaves any part: blocks reach the disk in any order. */
    @Test
    void aCommitThatWasInterruptedIsThereWholeOrNotAtAll() throws IOException {
        Random random = new Random(31);
        List<Map<String, String>> commits = new ArrayList<>(List.of(Map.of()));
        List<byte[]> images = new ArrayList<>();
        try (StateStore store = open()) {
            for (int i = 0; i < 12; i++) {
                commits.add(changed(store, random));
                images.add(Files.readAllBytes(file()));
            }
        }
        for (int round = 0; round < 150; round++) {
            int commit = random.nextInt(images.size() - 1);
            byte[] torn = torn(images.get(commit), images.get(commit + 1), random);
            Files.write(file(), torn);
            assertIsOneOf(commits.subList(commit + 1, commit + 3), "seed 31, round " + round);
        }
    }

    private static byte[] torn(byte[] before, byte[] after, Random random) {
        byte[] torn = Arrays.copyOf(before, after.length);
        int share = random.nextInt(1, 10);
        for (int block = 0; block < after.length; block += 512) {
            if (random.nextInt(10) < share) {
                System.arraycopy(after, block, torn, block, Math.min(512, after.length - block));
            }
        }
        return torn;
    }

    private void assertIsOneOf(List<Map<String, String>> commits, String what) throws IOException {
        try (StateStore store = open()) {
            Map<String, String> read = read(store);
            assertTrue(commits.contains(read) || store.setAside().isPresent() && read.isEmpty(), what);
        } catch (StateDamagedException e) {
            assertTrue(stores.setAside(NAME).isPresent());
        }
    }

    /** Changes some of the entries and returns what is there after the commit. */
    private static Map<String, String> changed(StateStore store, Random random) throws IOException {
        StateMap map = store.map("map");
        for (int i = 0; i < 40; i++) {
            String key = "key" + random.nextInt(200);
            if (random.nextInt(4) == 0) {
                map.remove(bytes(key));
            } else {
                map.put(bytes(key), bytes(key + ":" + random.nextLong() + "x".repeat(random.nextInt(400))));
            }
        }
        store.commit();
        return read(store);
    }

    private Map<String, String> filled() throws IOException {
        try (StateStore store = open()) {
            Random random = new Random(3);
            for (int i = 0; i < 2000; i++) {
                String key = "directory/of/some/length/" + i;
                store.map("map").put(bytes(key), bytes(key + random.nextLong()));
            }
            store.commit();
            return read(store);
        }
    }

    private static Map<String, String> read(StateStore store) throws IOException {
        Map<String, String> read = new TreeMap<>();
        store.map("map").forEach(FIRST, (key, value) -> {
            read.put(new String(key, StandardCharsets.UTF_8), new String(value, StandardCharsets.UTF_8));
            return true;
        });
        return read;
    }
}
