package dev.tandem.cli.commands;

import dev.tandem.backup.Snapshot;
import dev.tandem.cli.Table;
import dev.tandem.cli.Units;
import dev.tandem.command.CommandContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Snapshots as people see them. */
final class SnapshotTable {
    /** A column more, for what is known of snapshots besides. */
    record Column(String title, Function<Snapshot, List<String>> cell) { }

    private SnapshotTable() { }

    /** Prints snapshots, and how many there are. */
    static void print(List<Snapshot> snapshots, Optional<Column> more, CommandContext context) {
        List<String> titles = new ArrayList<>(List.of("ID", "Time", "Host", "Tags", "Paths", "Size"));
        more.ifPresent(column -> titles.add(4, column.title()));
        Table table = new Table(titles.toArray(String[]::new));
        for (Snapshot s : snapshots) {
            String size = s.summary().map(summary -> Units.size(summary.totalBytesProcessed())).orElse("");
            List<List<String>> row = new ArrayList<>(List.of(List.of(s.id().brief()),
                    List.of(SnapshotMessage.localTime(s.time())), List.of(s.hostname()), s.tags(), s.paths(),
                    List.of(size)));
            more.ifPresent(column -> row.add(4, column.cell().apply(s)));
            table.add(row);
        }
        if (!snapshots.isEmpty()) {
            table.print(context::print);
        }
        context.print(Units.count(snapshots.size(), "snapshot"));
    }
}
