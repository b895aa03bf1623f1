package dev.tandem.cli.sync;

import dev.tandem.cli.CommandException;
import dev.tandem.cli.Table;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.model.RawPath;
import dev.tandem.sync.FileVersion;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncPair;
import dev.tandem.sync.Synchronizer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what runs overwrote or deleted, and puts it back. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "versions", summary = "List what sync overwrote or deleted, and put it back", order = 16)
public final class VersionsCommand implements Command {
    @Mixin
    PairArguments folders = new PairArguments();

    @Parameters(index = "2", arity = "0..1", paramLabel = "PATH", description = "only of this file or folder, in "
            + "one of the two or relative to them")
    String path;

    @Option(names = "--restore", paramLabel = "VERSION", description = "put this one back: its number in the list "
            + "of the same folders and path, or RUN:SIDE:PATH, which stays the same")
    String restore;

    @Option(names = "--to", paramLabel = "PATH", description = "put it here, in the same folder (default: "
            + "where it was)")
    String target;

    private final Synchronizer synchronizer;

    @Activate
    public VersionsCommand(@Reference Synchronizer synchronizer) {
        this.synchronizer = synchronizer;
    }

    /** A version as programs read it. */
    record Message(String id, int number, RawPath path, Side side, String run, Instant replaced, Instant modified,
            long size, Optional<String> snapshot) {
        static Message of(FileVersion version, int number) {
            return new Message(name(version), number, version.path(), version.side(),
                    version.run(), version.replaced(), version.modified(), version.size(), version.snapshot());
        }
    }

    /** What is back, and where. */
    record Restored(String id, Side side, RawPath path) { }

    @Override
    public int run(CommandContext context) throws Exception {
        if (target != null && restore == null) {
            throw CommandException.usage("--to says where --restore puts a version; give both");
        }
        SyncPair pair = folders.pair(context);
        RawPath asked = path == null ? PairPath.WHOLE : PairPath.of(path, pair, context);
        return restore == null ? list(synchronizer.versions(pair, asked), context)
                : restore(find(pair, asked), pair, context);
    }

    private int list(List<FileVersion> versions, CommandContext context) {
        Table table = new Table("#", "Replaced", "Modified", "Size", "Version");
        for (int i = 0; i < versions.size(); i++) {
            FileVersion version = versions.get(i);
            context.emit("version", Message.of(version, i + 1));
            table.add(List.of(List.of(String.valueOf(i + 1)), List.of(Units.localTime(version.replaced())),
                    List.of(Units.localTime(version.modified())), List.of(Units.size(version.size())),
                    List.of(name(version))));
        }
        if (!context.json()) {
            if (!versions.isEmpty()) {
                table.print(context::print);
            }
            context.print(Units.count(versions.size(), "version"));
            if (!versions.isEmpty()) {
                context.say("to put one back: tandem versions " + folders.typed() + " --restore VERSION");
            }
        }
        return ExitCode.DONE;
    }

    private FileVersion find(SyncPair pair, RawPath asked) throws SyncException, CommandException {
        if (restore.matches("[0-9]{1,9}")) {
            List<FileVersion> versions = synchronizer.versions(pair, asked);
            int number = Integer.parseInt(restore);
            if (number < 1 || number > versions.size()) {
                throw CommandException.failed("there is no version " + restore + "; there "
                        + (versions.size() == 1 ? "is 1" : "are " + versions.size()));
            }
            return versions.get(number - 1);
        }
        return synchronizer.versions(pair, asked).stream().filter(version -> name(version).equals(restore)).findFirst()
                .orElseThrow(() -> CommandException.failed("there is no version '" + restore
                        + "'; 'tandem versions' lists those there are"));
    }

    /** Returns what a person, and a program, calls a version by. */
    private static String name(FileVersion version) {
        return version.run() + ":" + version.side().name().toLowerCase(Locale.ROOT) + ":" + version.path();
    }

    private int restore(FileVersion version, SyncPair pair, CommandContext context)
            throws SyncException, CommandException {
        Optional<RawPath> where = target == null ? Optional.empty()
                : Optional.of(PairPath.of(target, pair, context));
        synchronizer.restore(pair, version, where, context.monitor("restore"));
        RawPath back = where.orElse(version.path());
        context.emit("restored", new Restored(name(version), version.side(), back));
        context.print("back on the " + (version.side() == Side.LEFT ? "left" : "right") + ": " + back + " of "
                + Units.localTime(version.modified()) + "; the next sync brings it to the other side");
        return ExitCode.DONE;
    }
}
