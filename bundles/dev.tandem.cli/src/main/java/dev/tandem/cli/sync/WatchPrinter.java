package dev.tandem.cli.sync;

import dev.tandem.command.CommandContext;
import dev.tandem.sync.SyncReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

/** Tells of the first round of a watch, and at once of each later one that did something or found other obstacles. */
final class WatchPrinter implements Consumer<SyncReport> {
    private final RunPrinter printer;
    private final CommandContext context;
    private List<Long> obstacles = List.of();

    WatchPrinter(RunPrinter printer, CommandContext context) {
        this.printer = printer;
        this.context = context;
    }

    @Override
    public void accept(SyncReport report) {
        List<Long> found = List.of(report.conflicts(), report.unresolved(), report.skipped(), report.failed());
        if (report.left().changes() + report.right().changes() > 0 || !found.equals(obstacles)) {
            printer.finish(report);
        } else {
            printer.forget();
        }
        if (obstacles.isEmpty()) {
            context.say("watching; Ctrl-C ends it");
        }
        obstacles = found;
        try {
            context.output().flush();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }
}
