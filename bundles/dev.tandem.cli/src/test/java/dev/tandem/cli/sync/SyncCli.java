package dev.tandem.cli.sync;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tandem.cli.Cli;
import dev.tandem.model.RawPath;
import dev.tandem.storage.Location;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.SyncItem.Action;
import dev.tandem.sync.SyncItem.Stage;
import dev.tandem.sync.SyncPair;
import dev.tandem.sync.SyncReport;
import dev.tandem.sync.SyncReport.Counts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The commands of sync over an engine that does nothing, called in a folder. */
final class SyncCli {
    final FakeSynchronizer engine = new FakeSynchronizer();
    final FakeSelections selections = new FakeSelections();
    final Cli cli = new Cli();
    final Path folder;

    SyncCli(Path folder) {
        this.folder = folder;
        cli.workingDirectory = folder;
        cli.command("sync", () -> new SyncCommand(engine, selections));
        cli.command("conflicts", () -> new ConflictsCommand(engine));
        cli.command("conflicts list", () -> new ConflictsListCommand(engine));
        cli.command("conflicts show", () -> new ConflictsShowCommand(engine));
        cli.command("conflicts resolve", () -> new ConflictsResolveCommand(engine, selections));
        cli.command("versions", () -> new VersionsCommand(engine));
        cli.command("why sync", () -> new WhySyncCommand(selections));
    }

    Cli.Result run(String... arguments) {
        return cli.run(arguments);
    }

    SyncPair pair() {
        return new SyncPair(new Location(Location.FILE, folder.resolve("a").toString()),
                new Location(Location.FILE, folder.resolve("b").toString()));
    }

    static List<JsonObject> json(Cli.Result result) {
        return result.out().lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    }

    static SyncItem row(Stage stage, Action action, Side side, String path, long bytes, String reason) {
        return new SyncItem(stage, action, Optional.ofNullable(side), RawPath.of(path), Optional.empty(), bytes,
                reason);
    }

    static SyncReport report(long unresolved, long skipped, long failed) {
        return new SyncReport(Optional.of("r7"), 3, 2, Counts.NONE, new Counts(1, 2, 0, 0, 0, 2048), unresolved,
                unresolved, skipped, failed);
    }
}
