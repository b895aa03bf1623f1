package dev.tandem.catalog.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.catalog.StateDamagedException;
import dev.tandem.catalog.StateMap;
import dev.tandem.catalog.StateStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoresTest {
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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<String> text(StateMap map, String key) throws IOException {
        return map.get(bytes(key)).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    private static List<String> keys(StateMap map, byte[] from) throws IOException {
        List<String> keys = new ArrayList<>();
        map.forEach(from, (key, _) -> keys.add(new String(key, StandardCharsets.ISO_8859_1)));
        return keys;
    }

    @Test
    void whatWasCommittedIsThereAndNothingElse() throws IOException {
        try (StateStore store = open()) {
            assertTrue(store.setAside().isEmpty());
            store.map("one").put(bytes("a"), bytes("1"));
            store.map("two").put(bytes("a"), bytes("2"));
            store.map("one").put(bytes("b"), bytes("3"));
            store.commit();
            store.map("one").put(bytes("a"), bytes("lost"));
            store.map("one").remove(bytes("b"));
            assertEquals(Optional.of("lost"), text(store.map("one"), "a"));
        }
        try (StateStore store = open()) {
            assertEquals(Optional.of("1"), text(store.map("one"), "a"));
            assertEquals(Optional.of("2"), text(store.map("two"), "a"));
            assertEquals(Optional.of("3"), text(store.map("one"), "b"));
            assertTrue(store.map("three").get(bytes("a")).isEmpty());
            store.map("one").clear();
            store.commit();
        }
        try (StateStore store = open()) {
            assertEquals(List.of(), keys(store.map("one"), FIRST));
            assertEquals(Optional.of("2"), text(store.map("two"), "a"));
        }
    }

    @Test
    void nothingIsCommittedByItselfHoweverMuchItIs() throws IOException {
        Random random = new Random(5);
        try (StateStore store = open()) {
            for (int i = 0; i < 3000; i++) {
                byte[] value = new byte[10_000];
                random.nextBytes(value);
                store.map("map").put(bytes("key" + i), value);
            }
        }
        try (StateStore store = open()) {
            assertEquals(List.of(), keys(store.map("map"), FIRST));
        }
    }

    @Test
    void keysAreOrderedByUnsignedBytes() throws IOException {
        try (StateStore store = open()) {
            StateMap map = store.map("map");
            for (int b = 0; b < 256; b++) {
                map.put(new byte[] {(byte) b}, FIRST);
                map.put(new byte[] {(byte) b, 0}, FIRST);
            }
            List<String> keys = keys(map, FIRST);
            assertEquals(512, keys.size());
            assertEquals(keys.stream().sorted().toList(), keys);
            assertEquals(keys.subList(256, 512), keys(map, new byte[] {(byte) 0x80}));
            assertArrayEquals(new byte[] {(byte) 0x80, 0}, map.floor(new byte[] {(byte) 0x80, 7}).orElseThrow());
            assertArrayEquals(new byte[] {(byte) 0x80}, map.floor(new byte[] {(byte) 0x80}).orElseThrow());
            assertTrue(map.floor(FIRST).isEmpty());
        }
    }

    @Test
    void aWalkSeesTheMapAsItWasWhenItBegan() throws IOException {
        try (StateStore store = open()) {
            StateMap map = store.map("map");
            for (int i = 100; i < 200; i++) {
                map.put(bytes("" + i), new byte[5000]);
            }
            store.commit();
            List<String> seen = new ArrayList<>();
            map.forEach(FIRST, (key, value) -> {
                map.remove(key);
                map.put(bytes("9" + seen.size()), value);
                store.commit();
                seen.add(new String(key, StandardCharsets.UTF_8));
                return seen.size() < 60;
            });
            assertEquals(60, seen.size());
            assertEquals("159", seen.getLast());
            assertEquals(100, keys(map, FIRST).size());
        }
    }

    @Test
    void aStoreIsUsedByOneAtATime() throws IOException {
        StateStore first = open();
        assertTrue(stores.open(NAME, 1).isEmpty());
        assertTrue(stores.setAside(NAME).isEmpty());
        try (StateStore other = stores.open("sync-2", 1).orElseThrow()) {
            other.map("map").put(bytes("a"), bytes("1"));
        }
        first.close();
        StateStore second = open();
        first.close();
        assertTrue(stores.open(NAME, 1).isEmpty());
        second.close();
    }

    @Test
    void aStoreIsUsedByOneProcessAtATime() throws Exception {
        Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), StateHolder.class.getName(), folder.toString(), NAME)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader said = holder.inputReader(StandardCharsets.US_ASCII)) {
            assertEquals("open", said.readLine());
            assertTrue(stores.open(NAME, 1).isEmpty());
            assertTrue(stores.setAside(NAME).isEmpty());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        try (StateStore store = open()) {
            assertTrue(store.setAside().isEmpty());
            assertEquals(List.of(), keys(store.map("map"), FIRST));
        }
    }

    @Test
    void oneOfAnotherSchemaIsSetAside() throws IOException {
        try (StateStore store = open()) {
            store.map("map").put(bytes("a"), bytes("1"));
            store.commit();
        }
        Path aside;
        try (StateStore store = stores.open(NAME, 2).orElseThrow()) {
            assertEquals(List.of(), keys(store.map("map"), FIRST));
            aside = store.setAside().orElseThrow();
            assertTrue(Files.exists(aside));
        }
        assertEquals(List.of(NAME), stores.names("sync-"));
        Files.move(aside, folder.resolve("copy.mv"));
        try (StateStore store = stores.open("copy", 1).orElseThrow()) {
            assertEquals(Optional.of("1"), text(store.map("map"), "a"));
        }
    }

    @Test
    void whatItsUserFindsDamagedIsSetAsideAndTheNewestThreeAreKept() throws IOException {
        List<Path> aside = new ArrayList<>();
        assertTrue(stores.setAside(NAME).isEmpty());
        for (int i = 0; i < 5; i++) {
            open().close();
            aside.add(stores.setAside(NAME).orElseThrow());
        }
        for (int i = 0; i < 5; i++) {
            assertEquals(i >= 2, Files.exists(aside.get(i)), "number " + i);
        }
        assertEquals(List.of(), stores.names(""));
    }

    @Test
    void namesThatWouldMeanAnotherFileAreRefused() {
        for (String name : List.of("", ".", "..", "a/b", "a\\b", "a b", "a.damaged-20260101-101010-123456789")) {
            assertThrows(IllegalArgumentException.class, () -> stores.open(name, 1), name);
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

    private Path file() {
        return folder.resolve(NAME + ".mv");
    }

    @Test
    void aFileThatCannotBeReadIsNotTakenForDamaged() throws IOException {
        Files.createDirectory(file());
        assertThrows(IOException.class, this::open);
        assertTrue(Files.isDirectory(file()));
    }

    @Test
    void theFileStaysSmallHoweverOftenItIsChanged() throws IOException {
        Random random = new Random(7);
        Map<String, String> right = new TreeMap<>();
        for (int run = 0; run < 60; run++) {
            try (StateStore store = open()) {
                assertEquals(right, read(store), "run " + run);
                for (int i = 0; i < 40; i++) {
                    String key = "key" + random.nextInt(2000);
                    String value = key + random.nextLong() + "x".repeat(1000);
                    store.map("map").put(bytes(key), bytes(value));
                    right.put(key, value);
                }
                store.commit();
            }
            assertTrue(Files.size(file()) < 8 << 20, Files.size(file()) + " bytes after run " + run);
        }
    }

    @Test
    void aFullDiskIsNoDamageAndWhatWasCommittedStays() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", small.toString()),
                "a small file system can be mounted");
        try {
            FileStateStores full = new FileStateStores(new OneFolder(small));
            Random random = new Random(1);
            try (StateStore store = full.open(NAME, 1).orElseThrow()) {
                store.map("map").put(bytes("a"), bytes("1"));
                store.commit();
                byte[] much = new byte[1 << 20];
                random.nextBytes(much);
                store.map("map").put(bytes("b"), much);
                IOException failure = assertThrows(IOException.class, store::commit);
                assertFalse(failure instanceof StateDamagedException, failure.toString());
                assertTrue(failure.getMessage().contains("space left"), failure.getMessage());
                failure = assertThrows(IOException.class, () -> store.map("map").get(bytes("a")));
                assertFalse(failure instanceof StateDamagedException, failure.toString());
            }
            try (StateStore store = full.open(NAME, 1).orElseThrow()) {
                assertTrue(store.setAside().isEmpty());
                assertEquals(Optional.of("1"), text(store.map("map"), "a"));
                assertTrue(store.map("map").get(bytes("b")).isEmpty());
            }
        } finally {
            run("umount", "-l", small.toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }
}
