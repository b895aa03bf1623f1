package dev.tandem.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a copy, and a backup to several repositories, leave at the second repository when they are killed. */
class KilledCopyTest {
    private static final String PASSWORD = "kill and rise";
    private static final int ROUNDS = 12;
    private static final int MOST = 400_000;

    @TempDir
    Path temp;

    private Path first;
    private Path second;
    private ChangingTree tree;
    private StartScript tandem;

    @BeforeEach
    void makeRepositories() throws Exception {
        first = temp.resolve("first");
        second = temp.resolve("second");
        tree = new ChangingTree(temp.resolve("source"), 815);
        tandem = new StartScript(Checkout.product().resolve("tandem"), temp).with("TANDEM_PASSWORD", PASSWORD)
                .with("TANDEM_FROM_PASSWORD", PASSWORD);
        run("init", "-r", first.toString());
        run("init", "-r", second.toString(), "--copy-chunker-params", "--from-repo", first.toString());
        tree.grow(150, MOST);
    }

    private void run(String... arguments) throws Exception {
        StartScript.Result result = tandem.run(arguments);
        assertEquals(0, result.code(), result.errors());
    }

    private void killedAfter(long nanoseconds, String... arguments) throws Exception {
        Process process = tandem.start(arguments);
        process.waitFor(nanoseconds, TimeUnit.NANOSECONDS);
        process.destroyForcibly().waitFor();
    }

    @Test
    void afterEachKillBothAreSoundAndTheNextRunBringsEverything() throws Exception {
        Restic atSecond = Restic.all(second, PASSWORD).getLast();
        Restic atFirst = Restic.all(first, PASSWORD).getLast();
        Random random = new Random(43);
        long began = System.nanoTime();
        run("backup", "-r", first.toString(), "--also", second.toString(), tree.folder().toString());
        long longest = System.nanoTime() - began;
        for (int round = 0; round < ROUNDS; round++) {
            tree.change(40, MOST);
            long patience = longest / 4 + random.nextLong(longest);
            if (round % 2 == 0) {
                killedAfter(patience, "backup", "-r", first.toString(), "--also", second.toString(),
                        tree.folder().toString());
            } else {
                run("backup", "-r", first.toString(), tree.folder().toString());
                killedAfter(patience, "copy", "-r", second.toString(), "--from-repo", first.toString());
            }
            atFirst.run("check", "--no-lock");
            atSecond.run("check", "--no-lock");
        }
        run("backup", "-r", first.toString(), "--also", second.toString(), tree.folder().toString());
        atSecond.run("check", "--no-lock", "--read-data");
        Path target = temp.resolve("restored");
        run("restore", "-r", second.toString(), "latest:" + tree.folder(), "--target", target.toString());
        assertEquals(tree.state(), ChangingTree.state(target));
    }
}
