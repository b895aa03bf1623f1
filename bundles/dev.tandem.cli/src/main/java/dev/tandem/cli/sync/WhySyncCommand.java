package dev.tandem.cli.sync;

import dev.tandem.cli.CommandException;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Selection;
import dev.tandem.scan.Selection.Part;
import dev.tandem.scan.SelectionRule;
import dev.tandem.scan.Selections;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncPair;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells whether a path takes part in a sync, and which rule decides. It has the options of {@code sync}. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "why sync", summary = "Tell which rule lets a path take part in a sync, or not", order = 67)
public final class WhySyncCommand implements Command {
    @Mixin
    PairArguments folders = new PairArguments();

    @Parameters(index = "2", paramLabel = "PATH", description = "the file or folder, in one of the two or relative to "
            + "them; with a slash at its end a folder, whatever there is")
    String path;

    @Mixin
    RuleOptions rules = new RuleOptions();

    private final Selections selections;

    @Activate
    public WhySyncCommand(@Reference Selections selections) {
        this.selections = selections;
    }

    /** The answer, as programs read it. */
    record Message(RawPath path, boolean included, Part part, Optional<String> rule, Optional<String> origin) { }

    @Override
    public int run(CommandContext context) throws Exception {
        SyncPair pair = folders.pair(context);
        RawPath asked = PairPath.of(path, pair, context);
        Selection selection = rules.selection.selection(context, selections, rules.items.foldCase);
        if (asked.equals(PairPath.WHOLE)) {
            throw CommandException.usage("the two folders themselves always take part; name something in them");
        }
        boolean directory = path.endsWith("/") || isDirectory(asked, pair, context);
        Part part = selection.part(asked, directory);
        Optional<SelectionRule> rule = selection.decides(asked, directory);
        context.emit("why", new Message(asked, part == Part.IN, part, rule.map(WhySyncCommand::text),
                rule.map(SelectionRule::origin).filter(origin -> !origin.isEmpty())));
        context.print(asked + ": " + sentence(part) + ": " + rule.map(WhySyncCommand::because)
                .orElse("no rule leaves it out"));
        return ExitCode.DONE;
    }

    private static boolean isDirectory(RawPath asked, SyncPair pair, CommandContext context) {
        return Stream.of(Side.values()).flatMap(side -> PairPath.root(pair, side, context).stream())
                .anyMatch(root -> {
                    RawPath there = root;
                    for (RawName name : asked.names()) {
                        there = there.child(name);
                    }
                    return Files.isDirectory(there.toPath(), LinkOption.NOFOLLOW_LINKS);
                });
    }

    private static String sentence(Part part) {
        return switch (part) {
            case IN -> "takes part";
            case BELOW -> "does not take part, but something in it may";
            case OUT -> "does not take part";
        };
    }

    private static String text(SelectionRule rule) {
        return (rule.include() ? "+ " : "- ") + rule.pattern();
    }

    private static String because(SelectionRule rule) {
        return "the rule '" + text(rule) + "'" + (rule.origin().isEmpty() ? "" : " (" + rule.origin() + ")");
    }
}
