package dev.tandem.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tandem and restic taking turns on one repository. */
class AlternationTest {
    private static final String PASSWORD = "turn by turn";
    /** More of them are played within one process, by the store's own tests. */
    private static final int ROUNDS = Integer.getInteger("tandem.rounds", 10);
    private static final int MOST = 200_000;

    @TempDir
    Path temp;

    @Test
    void thirtyRoundsOfBothProgramsLeaveARepositoryBothFindSoundAndRestoreFrom() throws Exception {
        Path repository = temp.resolve("repository");
        List<Restic> restics = Restic.all(repository, PASSWORD);
        StartScript tandem = new StartScript(Checkout.product().resolve("tandem"), temp)
                .with("TANDEM_REPOSITORY", repository.toString()).with("TANDEM_PASSWORD", PASSWORD);
        ChangingTree tree = new ChangingTree(temp.resolve("source"), 99);
        tree.grow(60, MOST);
        restics.getFirst().run("init");
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            tree.change(12, MOST);
            Restic restic = restics.get(random.nextInt(restics.size()));
            boolean ours = random.nextBoolean();
            if (ours) {
                succeed(tandem.run("backup", tree.folder().toString()));
                restic.run("check");
            } else {
                restic.run("backup", tree.folder().toString());
                succeed(tandem.run("check"));
            }
            if (round % 3 == 2) {
                Path target = temp.resolve("restored");
                if (ours) {
                    restic.run("restore", "latest", "--target", target.toString());
                } else {
                    succeed(tandem.run("restore", "latest", "--target", target.toString()));
                }
                Path restored = target.resolve(tree.folder().toString().substring(1));
                assertEquals(tree.state(), ChangingTree.state(restored), "round " + round);
                delete(target);
            }
        }
        for (Restic restic : restics) {
            restic.run("check", "--read-data");
        }
        succeed(tandem.run("check", "--read-data"));
    }

    private static void succeed(StartScript.Result result) {
        assertEquals(0, result.code(), result.errors());
    }

    private static void delete(Path folder) throws Exception {
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
