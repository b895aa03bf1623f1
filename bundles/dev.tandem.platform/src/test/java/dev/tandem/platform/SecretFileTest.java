package dev.tandem.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
    @TempDir
    Path folder;

    private Path file;
    private Path key;
    private SecretFile store;

    @BeforeEach
    void open() {
        file = folder.resolve("secrets.json");
        key = folder.resolve("store.key");
        store = new SecretFile(folder);
    }

    private static String text(SecretFile store, String name) throws IOException {
        return store.get(name).map(String::new).orElse(null);
    }

    private IOException assertUnreadable(String name, Path culprit) {
        IOException failure = assertThrows(IOException.class, () -> store.get(name));
        assertTrue(failure.getMessage().contains(culprit.toString()), failure.getMessage());
        assertTrue(failure.getMessage().contains("copy"), failure.getMessage());
        return failure;
    }

    private String permissions(Path path) throws Exception {
        assumeTrue(Files.getFileStore(path).supportsFileAttributeView("posix"), "no POSIX permissions here");
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aSecretSurvivesARoundTripThroughAnotherStore() throws Exception {
        for (String secret : List.of("", "x", "correct horse", "p\u00e4ss \u65e5\u672c \ud83d\ude00 \0 \"\\", "y".repeat(10_000))) {
            store.put("repo.password-1", secret.toCharArray());
            assertEquals(secret, text(new SecretFile(folder), "repo.password-1"));
        }
    }

    @Test
    void anEmptyStoreKnowsNothingAndWritesNothing() throws Exception {
        assertTrue(store.get("nothing").isEmpty());
        store.remove("nothing");
        assertFalse(Files.exists(file));
        assertFalse(Files.exists(key));
    }

    @Test
    void theNamesOfWhatIsKeptAreTold() throws Exception {
        assertEquals(Set.of(), store.names());
        store.put("one", "1".toCharArray());
        store.put("two", "2".toCharArray());
        store.remove("one");
        assertEquals(Set.of("two"), store.names());
    }

    @Test
    void secretsAreIndependent() throws Exception {
        store.put("a", "1".toCharArray());
        store.put("b", "2".toCharArray());
        store.put("a", "3".toCharArray());
        store.remove("b");
        store.put("c", "4".toCharArray());
        assertEquals("3", text(store, "a"));
        assertEquals(null, text(store, "b"));
        assertEquals("4", text(store, "c"));
    }

    @Test
    void theFileHoldsNoSecretInTheClear() throws Exception {
        store.put("name", "correct horse".toCharArray());
        assertFalse(Files.readString(file).contains("correct"));
    }

    @Test
    void theSameSecretIsSealedDifferentlyEachTime() throws Exception {
        store.put("name", "same".toCharArray());
        String first = Files.readString(file);
        store.put("name", "same".toCharArray());
        assertFalse(first.equals(Files.readString(file)));
    }

    @Test
    void filesAreTheOwnersOnly() throws Exception {
        store.put("name", "x".toCharArray());
        assertEquals("rw-------", permissions(file));
        assertEquals("rw-------", permissions(key));
    }

    @Test
    void anOpenKeyFileIsClosedAndStillUsed() throws Exception {
        store.put("name", "x".toCharArray());
        permissions(key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals("x", text(store, "name"));
        assertEquals("rw-------", permissions(key));
    }

    @Test
    void everyFlippedBitOfASealedSecretIsFound() throws Exception {
        store.put("name", "secret".toCharArray());
        byte[] sealed = SecretDocument.parse(Files.readAllBytes(file)).sealed().get("name");
        for (int i = 0; i < sealed.length; i++) {
            byte[] bad = sealed.clone();
            bad[i] ^= 1;
            Files.write(file, SecretDocument.EMPTY.with("name", bad).toBytes());
            assertUnreadable("name", file);
        }
        Files.write(file, SecretDocument.EMPTY.with("name", new byte[5]).toBytes());
        assertUnreadable("name", file);
    }

    @Test
    void secretsCannotChangePlaces() throws Exception {
        store.put("a", "for a".toCharArray());
        byte[] sealed = SecretDocument.parse(Files.readAllBytes(file)).sealed().get("a");
        Files.write(file, SecretDocument.EMPTY.with("b", sealed).toBytes());
        assertUnreadable("b", file);
    }

    @Test
    void aDamagedFileIsNotOverwritten() throws Exception {
        for (String text : List.of("", "{", "[]", "{}", "{\"version\":1}", "{\"version\":2,\"secrets\":{}}",
                "{\"version\":1,\"secrets\":{\"name\":\"***\"}}", "{\"version\":1,\"secrets\":{\"name\":7}} x", "\0\0\0\0")) {
            Files.writeString(file, text);
            assertUnreadable("name", file);
            assertThrows(IOException.class, () -> store.put("other", new char[0]), text);
            assertEquals(text, Files.readString(file));
        }
    }

    @Test
    void aMissingKeyIsNamedAndNeverReplacedWhileThereAreSecrets() throws Exception {
        store.put("name", "x".toCharArray());
        Files.delete(key);
        assertUnreadable("name", key);
        assertThrows(IOException.class, () -> store.put("other", new char[1]));
        assertFalse(Files.exists(key));
    }

    @Test
    void aTruncatedKeyIsNamed() throws Exception {
        store.put("name", "x".toCharArray());
        Files.write(key, new byte[31]);
        assertUnreadable("name", key);
    }

    @Test
    void anotherKeyOpensNothing() throws Exception {
        store.put("name", "x".toCharArray());
        Files.write(key, new byte[32]);
        assertUnreadable("name", file);
    }

    @Test
    void aWriterThatWasKilledDoesNoHarm() throws Exception {
        store.put("name", "x".toCharArray());
        Files.writeString(folder.resolve("secrets.json.new"), "half");
        assertEquals("x", text(store, "name"));
        store.put("other", "y".toCharArray());
        assertEquals("y", text(store, "other"));
        assertFalse(Files.exists(folder.resolve("secrets.json.new")));
    }

    @Test
    void namesAreShortIdentifiers() {
        for (String name : List.of("", "A", "a b", "a/b", "\u00e4", "a_b")) {
            assertThrows(IllegalArgumentException.class, () -> store.get(name));
            assertThrows(IllegalArgumentException.class, () -> store.put(name, new char[0]));
            assertThrows(IllegalArgumentException.class, () -> store.remove(name));
        }
    }

    @Test
    void halfACharacterIsRefusedAndKeepsTheOldSecret() throws Exception {
        store.put("name", "x".toCharArray());
        assertThrows(IllegalArgumentException.class, () -> store.put("name", new char[] {'\ud83d'}));
        assertEquals("x", text(store, "name"));
    }

    @Test
    void whereaboutsNameTheFile() {
        assertTrue(store.whereabouts().contains(file.toString()));
    }

    @Test
    void threadsAndStoresOfOneProcessLoseNoSecret() throws Exception {
        var stores = List.of(store, new SecretFile(folder));
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int number = i;
            tasks.add(() -> {
                stores.get(number % 2).put("s" + number, ("secret" + number).toCharArray());
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var future : threads.invokeAll(tasks)) {
                future.get();
            }
        }
        for (int i = 0; i < 40; i++) {
            assertEquals("secret" + i, text(store, "s" + i));
        }
    }

    @Test
    void processesLoseNoSecret() throws Exception {
        List<Process> writers = new ArrayList<>();
        for (int writer = 0; writer < 2; writer++) {
            writers.add(new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                    "-cp", System.getProperty("java.class.path"), SecretWriter.class.getName(),
                    folder.toString(), "writer" + writer, "25").redirectErrorStream(true).start());
        }
        for (Process writer : writers) {
            String output = new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, writer.waitFor(), output);
        }
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < 25; i++) {
            expected.add("writer0-" + i);
            expected.add("writer1-" + i);
        }
        assertEquals(expected, SecretDocument.parse(Files.readAllBytes(file)).sealed().keySet());
        for (String name : expected) {
            assertArrayEquals(name.toCharArray(), store.get(name).orElseThrow());
        }
    }
}
