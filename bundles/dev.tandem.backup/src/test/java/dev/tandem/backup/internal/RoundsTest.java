package dev.tandem.backup.internal;

import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tandem and restic, old and new, do by turns all there is to do to the same two repositories. The system properties
 * {@code tandem.rounds} and {@code tandem.seed} set how many rounds are played, and which.
 */
@EnabledOnOs(OS.LINUX)
class RoundsTest {
    private static final int ROUNDS = Integer.getInteger("tandem.rounds", 25);
    private static final long SEED = Long.getLong("tandem.seed", 20_261_123);
    /** Whoever asks for many rounds wants to see them. */
    private static final boolean TOLD = System.getProperty("tandem.rounds") != null;
    private static final String OLD_RESTIC = "restic";

    @TempDir
    Path folder;

    private final TandemPlayer tandem = new TandemPlayer();
    private List<ResticPlayer> restics;
    private Shelf first;
    private Shelf second;

    private void makeRepositories() throws IOException {
        restics = Programs.restics().stream()
                .map(program -> new ResticPlayer(program, !program.equals(OLD_RESTIC), folder)).toList();
        TestStore one = TestStore.create(folder.resolve("one"));
        TestStore two = TestStore.at(folder.resolve("two")).withPassword("another one");
        try (Repository open = one.openForReading()) {
            two.opener().initLike(open.info(), two.location(), two.password().toCharArray(), Strength.GENERATED);
        }
        first = new Shelf(one, "one");
        second = new Shelf(two, "two");
    }

    @Test
    void whateverTheTwoDoByTurnsBothFindEverythingSoundAndRestoreWhatWasBackedUp() throws IOException {
        makeRepositories();
        ChangingFiles files = new ChangingFiles(Files.createDirectory(folder.resolve("base")), SEED);
        Rounds rounds = new Rounds(files, first, second, tandem, restics);
        for (int round = 1; round <= ROUNDS; round++) {
            try {
                play(rounds, round);
            } catch (IOException | RuntimeException | AssertionError failure) {
                throw new AssertionError("round " + round + " fails with -Dtandem.seed=" + SEED + "\n"
                        + String.join("\n", rounds.journal()), failure);
            }
        }
    }

    private void play(Rounds rounds, int round) throws IOException {
        List<Shelf> changed = rounds.play(round, SEED);
        if (TOLD) {
            System.out.println(round + " " + rounds.journal().getLast());
        }
        for (Shelf shelf : changed) {
            (round % 5 == 0 ? restics.getFirst() : restics.getLast()).check(shelf.store(), false);
            tandem.check(shelf.store(), false);
        }
        if (round % 10 == 0) {
            Path target = folder.resolve("restored");
            rounds.restore(changed.getLast(), Programs.isRoot(), target);
            delete(target);
        }
        if (round % 20 == 0 || round == ROUNDS) {
            for (Shelf shelf : List.of(first, second)) {
                for (ResticPlayer restic : restics) {
                    restic.check(shelf.store(), true);
                }
                tandem.check(shelf.store(), true);
                shelf.assertBeside(tandem);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
