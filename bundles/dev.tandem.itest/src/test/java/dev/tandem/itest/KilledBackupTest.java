package dev.tandem.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup leaves when it is killed without a warning. */
class KilledBackupTest {
    private static final String PASSWORD = "kill and rise";
    private static final int ROUNDS = 50;
    private static final int MOST = 400_000;

    @TempDir
    Path temp;

    private Path repository;
    private ChangingTree tree;
    private StartScript tandem;

    @BeforeEach
    void makeRepository() throws Exception {
        repository = temp.resolve("repository");
        tree = new ChangingTree(temp.resolve("source"), 4711);
        tandem = new StartScript(Checkout.product().resolve("tandem"), temp).with("TANDEM_REPOSITORY", repository.toString())
                .with("TANDEM_PASSWORD", PASSWORD);
        assertEquals(0, tandem.run("init").code());
    }

    @Test
    void afterEachOfFiftyKillsTheRepositoryIsSoundAndAtLastEverySnapshotRestores() throws Exception {
        Restic restic = Restic.all(repository, PASSWORD).getLast();
        Random random = new Random(42);
        Map<String, Map<String, String>> saved = new LinkedHashMap<>();
        tree.grow(150, MOST);
        long began = System.nanoTime();
        saved.put(backup().get("snapshot_id").getAsString(), tree.state());
        long longest = System.nanoTime() - began;
        for (int round = 0; round < ROUNDS; round++) {
            tree.change(40, MOST);
            Process process = tandem.start("backup", "--json", tree.folder().toString());
            process.waitFor(longest / 4 + random.nextLong(longest), TimeUnit.NANOSECONDS);
            process.destroyForcibly().waitFor();
            restic.run("check", "--no-lock");
            if (round % 10 == 9) {
                saved.put(backup().get("snapshot_id").getAsString(), tree.state());
            }
        }
        restic.run("check", "--no-lock", "--read-data");
        for (var snapshot : saved.entrySet()) {
            Path target = temp.resolve("restored-" + snapshot.getKey());
            StartScript.Result restored = tandem.run("restore", snapshot.getKey() + ":" + tree.folder(), "--target",
                    target.toString());
            assertEquals(0, restored.code(), restored.errors());
            assertEquals(snapshot.getValue(), ChangingTree.state(target));
        }
    }

    @Test
    void theBackupAfterAKillUsesWhatTheKilledOneStored() throws Exception {
        tree.grow(600, MOST);
        long size = tree.state().keySet().stream().mapToLong(this::size).sum();
        Process process = tandem.start("backup", tree.folder().toString());
        while (process.isAlive() && packs() < 2) {
            Thread.sleep(5);
        }
        process.destroyForcibly().waitFor();
        long stored = packs();
        assertTrue(stored >= 2, "the backup ended before it could be killed");
        long added = backup().get("data_added").getAsLong();
        assertTrue(added < size - 16_000_000, "of " + size + " bytes " + added + " were stored again, though "
                + stored + " packs were there");
        assertEquals(0, tandem.run("check", "--read-data").code());
    }

    private long size(String name) {
        Path file = tree.folder().resolve(name);
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private long packs() throws IOException {
        if (!Files.isDirectory(repository.resolve("data"))) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(repository.resolve("data"))) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9a-f]{64}")).count();
        }
    }

    /** Backs up to the end and returns the summary. */
    private JsonObject backup() throws Exception {
        StartScript.Result result = tandem.run("backup", "--json", tree.folder().toString());
        assertEquals(0, result.code(), result.errors());
        return result.output().lines().map(line -> JsonParser.parseString(line).getAsJsonObject())
                .filter(json -> json.get("message_type").getAsString().equals("summary")).findFirst().orElseThrow();
    }
}
