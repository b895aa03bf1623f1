package dev.tandem.cli.sync;

import dev.tandem.cli.CommandException;
import dev.tandem.command.CommandContext;
import dev.tandem.scan.Selections;
import dev.tandem.sync.SyncRules;
import dev.tandem.sync.Synchronizer;
import java.io.IOException;
import picocli.CommandLine.Mixin;

/** How two folders are kept in step. */
final class RuleOptions {
    @Mixin
    DirectionOptions directions = new DirectionOptions();

    @Mixin
    ConflictOptions conflicts = new ConflictOptions();

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Mixin
    ItemOptions items = new ItemOptions();

    SyncRules rules(CommandContext context, Synchronizer synchronizer, Selections selections)
            throws IOException, CommandException {
        return new SyncRules(directions.matrix(), conflicts.rules(synchronizer.policies()), conflicts.loser,
                conflicts.conflictName(), items.comparison(), selection.rules(context, selections, items.foldCase),
                items.attributes(), items.links, items.names(), items.keepsEmptyFolders());
    }
}
