package dev.tandem.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.PruneRequest.MaxUnused;
import dev.tandem.backup.PruneRequest.Repack;
import dev.tandem.cli.Cli;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruneCommandTest {
    @TempDir
    Path data;
    private Cli cli;
    private FakeRepository repository;

    @BeforeEach
    void install() {
        Fakes fakes = new Fakes(data);
        cli = fakes.cli;
        repository = fakes.repository();
    }

    @Test
    void theOptionsAreTheRequest() {
        assertEquals(0, cli.run("prune").exitCode());
        assertEquals(PruneRequest.DEFAULT, repository.prune);
        cli.run("prune", "--max-unused", "unlimited", "--max-repack-size", "2M", "--max-duration", "1h30m",
                "--repack-cacheable-only", "--repack-small", "--repack-uncompressed", "-n");
        assertEquals(new PruneRequest(new MaxUnused.Unlimited(), OptionalLong.of(2 << 20),
                Optional.of(Duration.ofMinutes(90)), new Repack(true, true, true), true), repository.prune);
        cli.run("prune", "--max-unused", "0");
        assertEquals(new MaxUnused.Bytes(0), repository.prune.maxUnused());
        cli.run("prune", "--max-unused", "12.5%");
        assertEquals(new MaxUnused.Percent(12.5), repository.prune.maxUnused());
        for (String bad : List.of("100%", "-1", "x", "")) {
            assertEquals(2, cli.run("prune", "--max-unused", bad).exitCode(), bad);
        }
        assertEquals(2, cli.run("prune", "--max-duration", "soon").exitCode());
        assertEquals(2, cli.run("prune", "--max-duration", "").exitCode());
        assertTrue(cli.run("prune", "--help").out().contains("5%"));
    }

    @Test
    void peopleSeeThePlanThenWhatWasDone() {
        assertEquals("""
                to repack:             8 blobs, 4.395 KiB
                this removes:          5 blobs, 2.930 KiB
                to remove:             4 blobs, 1.953 KiB
                in no index:           1 pack, 500 B
                remaining:           102 blobs, 103.516 KiB
                unused size after prune: 5.859 KiB (5.66 % of the remaining size)

                removed 6 packs of 5.859 KiB, wrote 1 new one of 1.465 KiB: 4.395 KiB less
                """, cli.run("prune").out());
        assertTrue(cli.run("prune", "-n").out().endsWith("nothing was changed\n"));
        String all = cli.run("-v", "prune").out();
        assertTrue(all.contains("duplicates:            1 blob, 1000 B\n"), all);
        assertTrue(all.endsWith("to remove\n\nremoved 6 packs of 5.859 KiB, wrote 1 new one of 1.465 KiB: 4.395 KiB"
                + " less\n"), all);
    }

    @Test
    void programsGetThePlanAndASummary() {
        List<JsonObject> messages = cli.run("prune", "--json").out().lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
        assertEquals(List.of("plan", "summary"),
                messages.stream().map(message -> message.get("message_type").getAsString()).toList());
        JsonObject plan = messages.getFirst();
        assertEquals(100_000, plan.getAsJsonObject("used").get("bytes").getAsLong());
        assertEquals(4, plan.getAsJsonObject("packs").get("partly_used").getAsLong());
        assertEquals(500, plan.get("unref").getAsLong());
        JsonObject summary = messages.getLast();
        assertTrue(summary.get("complete").getAsBoolean());
        assertFalse(summary.get("dry_run").getAsBoolean());
        assertEquals(4500, summary.get("bytes_freed").getAsLong());
    }
}
