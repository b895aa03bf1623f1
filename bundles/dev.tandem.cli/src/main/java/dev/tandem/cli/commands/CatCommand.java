package dev.tandem.cli.commands;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.Snapshot;
import dev.tandem.cli.CommandException;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the repository's own objects. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "cat", summary = "Show an object of the repository itself", order = 120)
public final class CatCommand implements Command {
    /** What can be shown. */
    enum Kind {
        CONFIG, INDEX, SNAPSHOT, KEY, LOCK, MASTERKEY, BLOB, TREE, PACK
    }

    @Parameters(index = "0", paramLabel = "KIND",
            description = "config, masterkey, index, snapshot, key, lock, pack, blob or tree")
    Kind kind;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID",
            description = "its ID or the beginning of it; of a blob the whole; of a tree SNAPSHOT[:PATH]")
    String id;

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Mixin
    ReadOptions repository = new ReadOptions();

    private final RepositoryAccess access;

    @Activate
    public CatCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        boolean needsId = kind != Kind.CONFIG && kind != Kind.MASTERKEY;
        if (needsId == (id == null)) {
            throw CommandException.usage(needsId ? "cat " + name() + " needs an ID" : "cat " + name() + " takes no ID");
        }
        try (Repository open = access.open(repository, context); OutputStream output = context.output()) {
            switch (kind) {
                case MASTERKEY -> line(output, open.masterKeyJson());
                case BLOB -> open.catBlob(blob(id), output);
                case TREE -> open.catBlob(tree(open, context), output);
                case SNAPSHOT -> open.cat(FileKind.SNAPSHOT, snapshot(open, context, id).id().toString(), output);
                case CONFIG -> open.cat(FileKind.CONFIG, "", output);
                case INDEX -> open.cat(FileKind.INDEX, id, output);
                case KEY -> open.cat(FileKind.KEY, id, output);
                case LOCK -> open.cat(FileKind.LOCK, id, output);
                case PACK -> open.cat(FileKind.PACK, id, output);
            }
        }
        return ExitCode.DONE;
    }

    private String name() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static void line(OutputStream output, String text) throws IOException {
        output.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Id blob(String text) throws CommandException {
        if (!Id.isId(text)) {
            throw CommandException.usage("'" + text + "' is no blob ID, which has 64 hexadecimal digits");
        }
        return Id.parse(text);
    }

    private Snapshot snapshot(Repository open, CommandContext context, String name) throws IOException {
        return open.snapshot(name, selection.filter(context));
    }

    private Id tree(Repository open, CommandContext context) throws IOException, CommandException {
        SnapshotPath named = SnapshotPath.parse(id);
        Snapshot snapshot = snapshot(open, context, named.snapshot());
        if (named.path().equals(RawPath.ROOT)) {
            return snapshot.tree();
        }
        return open.entry(snapshot, named.path()).node().subtree().orElseThrow(() -> new RepositoryException(
                RepositoryException.Kind.NOT_FOUND, named.path() + " is no folder in snapshot " + named.snapshot()));
    }
}
