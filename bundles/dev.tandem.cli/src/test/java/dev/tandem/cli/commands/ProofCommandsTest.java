package dev.tandem.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tandem.backup.Ledger;
import dev.tandem.backup.Ledger.Cause;
import dev.tandem.backup.Ledger.Count;
import dev.tandem.backup.Ledger.Omission;
import dev.tandem.backup.Ledger.Reason;
import dev.tandem.backup.Proof;
import dev.tandem.backup.Proof.Failure;
import dev.tandem.backup.Proof.Sample;
import dev.tandem.backup.Snapshot;
import dev.tandem.cli.Cli;
import dev.tandem.command.ExitCode;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.scan.SourceRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofCommandsTest {
    @TempDir
    Path data;

    private final TimeZone zone = TimeZone.getDefault();
    private Cli cli;
    private FakeRepository repository;
    private Snapshot snapshot;

    @BeforeEach
    void install() {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        Fakes fakes = new Fakes(data);
        cli = fakes.cli;
        repository = fakes.repository();
        snapshot = repository.snapshot(1, "host", "/a");
    }

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(zone);
    }

    private static List<JsonObject> json(Cli.Result result) {
        return result.out().lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    }

    private Proof proof(long files, Failure... failures) {
        return new Proof(OffsetDateTime.parse("2026-11-23T14:05:00Z"), snapshot.id(), snapshot.time(),
                Proof.Plan.of(snapshot), Sample.USUAL, 42, files, 4096, 3, failures.length, List.of(failures));
    }

    @Test
    void proveSaysWhatWasProven() {
        repository.proofs.add(proof(5));
        Cli.Result result = cli.run("prove", "--seed", "42");
        assertEquals(ExitCode.DONE, result.exitCode());
        assertEquals("proven on 2026-11-23 14:05:00: snapshot 00000001, 5 files (4.000 KiB) restored and compared, 3 of"
                + " them byte for byte with the source, seed 42\n", result.out());
        assertEquals(42, repository.proof.seed());
        assertEquals(Sample.USUAL, repository.proof.sample());
        assertEquals(RawPath.of(data.resolve("proof")), repository.proof.scratch());
        JsonObject message = json(cli.run("prove", "--json")).getFirst();
        assertEquals("proof", message.get("message_type").getAsString());
        assertTrue(message.get("proven").getAsBoolean());
        assertEquals(3, message.get("compared_with_source").getAsLong());
    }

    @Test
    void proveNamesWhatFailedAndWhatToDo() {
        repository.proofs.add(proof(5, new Failure(RawPath.of("/a/x"), "its content is not whole", "run check")));
        Cli.Result result = cli.run("prove");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertEquals("""
                failed: /a/x: its content is not whole
                    to do: run check
                NOT proven: 1 failed of 5 files (4.000 KiB), seed 42
                """, result.out());
    }

    @Test
    void nothingToRestoreIsNoProof() {
        repository.proofs.add(proof(0));
        assertEquals(ExitCode.FAILED, cli.run("prove").exitCode());
    }

    @Test
    void theSampleIsANumberAShareOrASize() {
        repository.proofs.add(proof(5));
        Map<String, Sample> samples = Map.of("7", new Sample.Some(7, Long.MAX_VALUE), "2.5%", new Sample.Share(2.5),
                "10M", new Sample.Some(Sample.MOST_FILES, 10 << 20));
        samples.forEach((text, sample) -> {
            cli.run("prove", "--sample", text);
            assertEquals(sample, repository.proof.sample());
        });
        cli.run("prove", "--all");
        assertEquals(new Sample.All(), repository.proof.sample());
        for (String wrong : List.of("0", "0%", "101%", "0k", "many", "9999999999")) {
            assertEquals(ExitCode.USAGE, cli.run("prove", "--sample", wrong).exitCode(), wrong);
        }
        assertEquals(ExitCode.USAGE, cli.run("prove", "--all", "--sample", "5").exitCode());
    }

    @Test
    void resultsAreListed() {
        repository.proofs.add(proof(5));
        repository.proofs.add(proof(5, new Failure(RawPath.of("/a/x"), "m", "r")));
        List<String> lines = cli.run("prove", "--list").outLines();
        assertTrue(lines.get(2).matches("2026-11-23 14:05:00 +proven +00000001 +host +/a +100 files, 256.000 MiB +5 "
                + "+4.000 KiB +3"), lines.get(2));
        assertTrue(lines.get(3).contains("1 failed"), lines.get(3));
        assertEquals("2 proofs", lines.getLast());
        assertEquals("0 proofs", cli.run("prove", "--list", "--host", "other").outLines().getLast());
    }

    private void addLedger(boolean cut) {
        Cause pattern = new Cause(Reason.PATTERN, "*.o", "line 3 of x");
        Cause denied = new Cause(Reason.UNREADABLE, "permission denied", "");
        repository.ledgers.put(snapshot.id(), new Ledger(snapshot.id(),
                new SourceRules(List.of("*.o"), List.of(), List.of(), -1, false, Map.of("*.o", "line 3 of x")),
                List.of(), List.of(new Count(pattern, 2), new Count(denied, 1)),
                List.of(new Omission(RawPath.of("/a/x.o"), pattern), new Omission(RawPath.of("/a/secret"), denied)),
                cut));
    }

    @Test
    void theLedgerNamesWhatWasLeftOutAndWhy() {
        addLedger(true);
        assertEquals("""
                snapshot 00000001 of [/a] at 2026-01-03 03:04:05 by me@host
                       2  the pattern '*.o' (line 3 of x)
                       1  cannot be read: permission denied

                /a/x.o: the pattern '*.o' (line 3 of x)
                /a/secret: cannot be read: permission denied

                3 items left out; there were too many to list them all, but they are counted
                """, cli.run("ledger").out());
        List<JsonObject> messages = json(cli.run("ledger", "--json", "--reason", "unreadable"));
        assertEquals(3, messages.size());
        assertEquals("/a/secret", messages.get(1).get("path").getAsString());
        assertEquals("unreadable", messages.get(1).get("reason").getAsString());
        assertEquals(1, messages.get(2).get("left_out").getAsLong());
        assertEquals(ExitCode.USAGE, cli.run("ledger", "--reason", "bad").exitCode());
    }

    @Test
    void aSnapshotWithoutALedgerSaysSo() {
        Cli.Result result = cli.run("ledger");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().contains("no ledger"), result.err());
    }

    @Test
    void whyNamesTheRuleOfTheLastSnapshot() throws IOException {
        addLedger(false);
        Cli.Result result = cli.run("why", "/a/x.o", "--host", "host");
        assertEquals("""
                /a/x.o: left out: the pattern '*.o' (line 3 of x)
                  these are the rules of snapshot 00000001 of [/a] at 2026-01-03 03:04:05 by me@host
                  it is not in that snapshot: the pattern '*.o' (line 3 of x)
                """, result.out());
        assertTrue(cli.run("why", "/a/secret", "--host", "host").out()
                .contains("not in that snapshot: cannot be read: permission denied"));
        assertTrue(cli.run("why", "/a/new", "--host", "host").out().contains("the next backup takes it"));
        assertEquals("/b: no backup covers it\n", cli.run("why", "/b", "--host", "host").out());
        JsonObject message = json(cli.run("why", "/a/x.o", "--host", "host", "--json")).getFirst();
        assertEquals("excluded", message.get("verdict").getAsString());
        assertEquals("line 3 of x", message.get("origin").getAsString());
    }

    @Test
    void whySaysSinceWhenAPathIsInSnapshots() {
        repository.snapshot(2, "host", "/a");
        repository.add("/a/kept", FileType.FILE, "x");
        String out = cli.run("why", "/a/kept", "--host", "host").out();
        assertTrue(out.contains("included: no rule leaves it out"), out);
        assertTrue(out.contains("in each since 00000001 of 2026-01-03 03:04:05"), out);
        assertTrue(out.contains("no ledger"), out);
    }

    @Test
    void whyGoesByRulesOfTheCommandLine() {
        assertEquals("/work/x.tmp: left out: the pattern '*.tmp' (--exclude)\n",
                cli.run("why", "/work/x.tmp", "-e", "*.tmp").out());
        assertEquals("/work/x.txt: included: no rule leaves it out\n",
                cli.run("why", "/work/x.txt", "-e", "*.tmp").out());
        assertEquals(ExitCode.USAGE, cli.run("why", "/x", "-e", "a", "--snapshot", "latest").exitCode());
        assertEquals(ExitCode.USAGE, cli.run("why", "/x", "--source", "/y").exitCode());
    }
}
