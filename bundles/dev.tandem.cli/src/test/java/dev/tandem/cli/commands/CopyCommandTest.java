package dev.tandem.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tandem.backup.CopyReport;
import dev.tandem.backup.Snapshot;
import dev.tandem.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyCommandTest {
    @TempDir
    Path data;

    private Fakes fakes;
    private Cli cli;
    private FakeRepository source;
    private FakeRepository target;
    private Snapshot first;
    private Snapshot second;

    @BeforeEach
    void install() throws IOException {
        fakes = new Fakes(data);
        cli = fakes.cli;
        source = fakes.repository("/source", "of source");
        first = source.snapshot(1, "ada", "/a");
        second = source.snapshot(2, "bob", "/b");
        target = fakes.repository("/target", "of target");
        Files.writeString(data.resolve("key"), "of source\n");
    }

    @Test
    void allSnapshotsOfTheOtherRepositoryAreCopiedUnlessSomeAreNamed() {
        Cli.Result result = cli.run("copy", "--from-repo", "/source", "--from-password-file", "key");
        assertEquals(0, result.exitCode(), result.err());
        assertSame(source, target.copiedFrom);
        assertEquals(List.of(first, second), target.copied);
        assertTrue(source.closed && target.closed);
        cli.run("copy", "--from-repo", "/source", "--from-password-file", "key", "--host", "bob");
        assertEquals(List.of(second), target.copied);
        cli.run("copy", "--from-repo", "/source", "--from-password-file", "key", first.id().toString());
        assertEquals(List.of(first), target.copied);
    }

    @Test
    void theOtherRepositoryMayBeNamedByTheEnvironment() {
        cli.environment.put("TANDEM_FROM_REPOSITORY", "/source");
        cli.environment.put("TANDEM_FROM_PASSWORD", "of source");
        assertEquals(0, cli.run("copy").exitCode());
        assertEquals(2, target.copied.size());
        cli.environment.put("TANDEM_FROM_PASSWORD", "wrong");
        assertEquals(12, cli.run("copy").exitCode());
        cli.environment.remove("TANDEM_FROM_PASSWORD");
        Cli.Result result = cli.run("copy");
        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("TANDEM_FROM_PASSWORD_FILE"), result.err());
    }

    @Test
    void aCopyFromNowhereToNowhereMakesNoSense() {
        cli.environment.clear();
        assertEquals(2, cli.run("copy").exitCode());
        assertEquals(10, cli.run("copy", "--from-repo", "/nowhere", "--repo", "/target").exitCode());
    }

    @Test
    void whatWasCopiedIsTold() {
        target.copyReport = new CopyReport(List.of(new CopyReport.Copied(first, FakeRepository.id(5))),
                List.of(), List.of(second), 7, 2048);
        Cli.Result result = cli.run("copy", "--from-repo", "/source", "--from-password-file", "key");
        assertEquals(3, result.exitCode());
        assertTrue(result.out().contains("copied as 00000005"), result.out());
        assertTrue(result.out().contains("copied 1 snapshot with 7 blobs (2.000 KiB stored)"), result.out());
        result = cli.run("copy", "--json", "--from-repo", "/source", "--from-password-file", "key");
        JsonObject summary = JsonParser.parseString(result.out().lines().toList().getLast()).getAsJsonObject();
        assertEquals("summary", summary.get("message_type").getAsString());
        assertEquals(1, summary.get("snapshots_copied").getAsInt());
        assertEquals(1, summary.get("snapshots_failed").getAsInt());
    }

    @Test
    void initTakesOverWhereFilesAreCut() {
        cli.environment.put("TANDEM_PASSWORD", "of new");
        Cli.Result result = cli.run("init", "--repo", "/new", "--copy-chunker-params", "--from-repo", "/source",
                "--from-password-file", "key");
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(fakes.events.contains("like /source"), fakes.events.toString());
        assertEquals("of new", fakes.passwords.get("/new"));
        assertEquals(2, cli.run("init", "--repo", "/newer", "--from-repo", "/source").exitCode());
    }
}
