package dev.tandem.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.CheckReport.Finding;
import dev.tandem.backup.LockInfo;
import dev.tandem.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairCommandsTest {
    @TempDir
    Path data;

    private Fakes fakes;
    private Cli cli;
    private FakeRepository repository;

    @BeforeEach
    void install() {
        fakes = new Fakes(data);
        cli = fakes.cli;
        repository = fakes.repository();
    }

    @Test
    void repairIndexTellsWhatIsNew() {
        Cli.Result result = cli.run("repair", "index");
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().contains("dropped pack " + FakeRepository.id(1)), result.out());
        assertTrue(result.out().contains("tandem repair packs 00000002"), result.out());
        assertTrue(result.out().contains("3 files replaced by 1"), result.out());
        assertTrue(cli.run("--json", "repair", "index", "--read-all-packs").out().contains("\"packs_read\":2"));
        assertEquals(List.of("index false", "index true"), repository.repairs.asked);
    }

    @Test
    void repairPacksKeepsACopyOnlyWhenAsked() throws IOException {
        assertEquals(0, cli.run("repair", "packs", "00ab", "00cd", "--keep", "aside").exitCode());
        assertEquals("PACK 00ab", Files.readString(data.resolve("aside/00ab")));
        assertEquals(1, cli.run("repair", "packs", "00ab", "--keep", "aside").exitCode());
        assertEquals("PACK 00ab", Files.readString(data.resolve("aside/00ab")));
        repository.repairs.lost.add(FakeRepository.id(5));
        Cli.Result lossy = cli.run("repair", "packs", "00ab");
        assertEquals(3, lossy.exitCode());
        assertTrue(lossy.out().contains("lost blob " + FakeRepository.id(5)), lossy.out());
        assertEquals(2, cli.run("repair", "packs").exitCode());
        assertEquals(2, cli.run("repair", "packs", "../00").exitCode());
        assertEquals(List.of("packs [00ab, 00cd]", "packs [00ab]"), repository.repairs.asked);
    }

    @Test
    void healTakesFromTheOtherRepository() throws IOException {
        fakes.repository("/other", "word");
        FakeRepository mine = fakes.repository("/mine", "secret");
        Files.writeString(data.resolve("password"), "word\n");
        Cli.Result result = cli.run("heal", "--from", "/other", "--from-password-file", "password", "00ab");
        assertEquals(0, result.exitCode(), result.err());
        assertEquals(List.of("heal /other [00ab]"), mine.repairs.asked);
        assertTrue(result.out().contains("fetched 3 blobs"), result.out());
        assertEquals(2, cli.run("heal").exitCode());
        assertEquals(12, cli.run("heal", "--from", "/other").exitCode());
    }

    @Test
    void recoverNamesTheSnapshotItMade() {
        assertTrue(cli.run("recover").out().contains("snapshot 00000009 saved"));
        assertTrue(cli.run("recover", "--forget-damaged").out().contains("forgot snapshot 00000003"));
        repository.repairs.nothingLoose = true;
        assertTrue(cli.run("recover").out().contains("nothing to recover"));
        assertEquals(List.of("recover false", "recover true", "recover false"), repository.repairs.asked);
    }

    @Test
    void whatThereIsToDoIsToldForTheRepositoryThatWasNamed() {
        repository.findings.add(new Finding(true, "index/1", "bad", List.of(), "'tandem repair index' mends it"));
        assertTrue(cli.run("check").out().contains("to do: 'tandem repair index' mends it"));
        assertTrue(cli.run("check", "-r", "/repo").out().contains("'tandem -r /repo repair index'"));
        fakes.repository("/my repo", "secret").findings.addAll(repository.findings);
        String spaced = cli.run("check", "-r", "/my repo").out();
        assertTrue(spaced.contains("'tandem -r \"/my repo\" repair index'"), spaced);
    }

    private void lock(int id, LockInfo.State state) {
        repository.locks.add(new LockInfo(FakeRepository.id(id), Optional.of(Instant.now().minusSeconds(600)),
                id == 1, "ada", "laptop", 12, state));
    }

    @Test
    void unlockTellsWhoseLocksAreGoneAndWhoseAreLeft() {
        lock(1, LockInfo.State.GONE);
        lock(2, LockInfo.State.ELSEWHERE);
        List<String> locks = cli.run("locks").outLines();
        assertEquals("00000001  exclusive lock of process 12 of ada on laptop, refreshed 10 minutes ago;"
                + " that process is gone", locks.getFirst());
        assertEquals("2 locks", locks.getLast());
        assertTrue(cli.run("locks", "--json").out().contains("\"state\":\"elsewhere\",\"stale\":false"));
        List<String> lines = cli.run("unlock").outLines();
        assertTrue(lines.get(0).startsWith("removed: exclusive lock of process 12"), lines.toString());
        assertTrue(lines.get(1).startsWith("left: lock of process 12"), lines.toString());
        assertEquals("removed 1 lock", lines.get(2));
        assertTrue(cli.run("unlock", "--remove-all", "--json").out()
                .endsWith("{\"message_type\":\"summary\",\"locks_removed\":1,\"locks_left\":0}\n"));
        assertEquals(List.of("no locks to remove"), cli.run("unlock").outLines());
        assertEquals(List.of("nobody uses the repository"), cli.run("locks").outLines());
    }

    @Test
    void everyCommandThatLocksCanWait() {
        assertEquals(0, cli.run("snapshots").exitCode());
        assertEquals(Duration.ZERO, fakes.patience.longest());
        assertEquals(0, cli.run("snapshots", "--retry-lock", "1h30m").exitCode());
        assertEquals(Duration.ofMinutes(90), fakes.patience.longest());
        assertEquals(0, cli.run("--retry-lock", "5s", "repair", "index").exitCode());
        assertEquals(Duration.ofSeconds(5), fakes.patience.longest());
        assertEquals(0, cli.run("snapshots", "--retry-lock", "2d").exitCode());
        assertEquals(Duration.ofDays(2), fakes.patience.longest());
        for (String wrong : List.of("", "5", "5w", "-5s", "1m1h")) {
            assertEquals(2, cli.run("snapshots", "--retry-lock", wrong).exitCode(), wrong);
        }
    }
}
