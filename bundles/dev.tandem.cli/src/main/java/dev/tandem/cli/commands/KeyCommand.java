package dev.tandem.cli.commands;

import dev.tandem.backup.KeyInfo;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.Repository;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.Table;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Manages the passwords of a repository. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "key", summary = "List, add, remove and change passwords; show the recovery key", order = 110)
public final class KeyCommand implements Command {
    /** What is done with keys. */
    enum Action {
        LIST, ADD, REMOVE, PASSWD, RECOVERY
    }

    @Parameters(index = "0", paramLabel = "ACTION", description = "list; add a password; remove one; passwd: change "
            + "the one used; recovery: show the key of the repository Tandem keeps by itself")
    Action action;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "the key to remove")
    String id;

    @Option(names = "--new-password-file", paramLabel = "FILE", description = "file that holds the new password")
    String newPasswordFile;

    @Option(names = "--output", paramLabel = "FILE", description = "write the recovery key into a new file")
    String output;

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;

    @Activate
    public KeyCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        requireFitting();
        switch (action) {
            case LIST -> list(context);
            case ADD -> add(context);
            case REMOVE -> remove(context);
            case PASSWD -> change(context);
            case RECOVERY -> recovery(context);
        }
        return ExitCode.DONE;
    }

    private void requireFitting() throws CommandException {
        if ((action == Action.REMOVE) != (id != null)) {
            throw CommandException.usage(id == null ? "say which key to remove; 'tandem key list' shows their IDs"
                    : "only 'key remove' takes an ID");
        }
        if (newPasswordFile != null && action != Action.ADD && action != Action.PASSWD) {
            throw CommandException.usage("--new-password-file is for 'key add' and 'key passwd'");
        }
        if (output != null && action != Action.RECOVERY) {
            throw CommandException.usage("--output is for 'key recovery'");
        }
    }

    private void list(CommandContext context) throws IOException, CommandException {
        List<KeyInfo> keys;
        try (Repository open = access.open(repository, context)) {
            keys = open.keys();
        }
        Table table = new Table(" ID", "User", "Host", "Created");
        for (KeyInfo key : keys) {
            table.add(List.of(List.of((key.current() ? "*" : " ") + key.id().brief()), List.of(key.username()),
                    List.of(key.hostname()), List.of(key.created().map(SnapshotMessage::localTime).orElse(""))));
            context.emit("key", message(key));
        }
        table.print(context::print);
        context.print("* the key used now");
    }

    private static Map<String, Object> message(KeyInfo key) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("current", key.current());
        fields.put("id", key.id());
        fields.put("userName", key.username());
        fields.put("hostName", key.hostname());
        fields.put("created", key.created());
        return fields;
    }

    private void add(CommandContext context) throws IOException, CommandException {
        try (Repository open = access.open(repository, context)) {
            char[] password = newPassword(context);
            try {
                tell("added", open.addKey(password, Strength.HUMAN), context);
            } finally {
                Arrays.fill(password, '\0');
            }
        }
    }

    private void remove(CommandContext context) throws IOException, CommandException {
        try (Repository open = access.open(repository, context)) {
            open.removeKey(id);
        }
        context.print("removed key " + id);
        context.emit("key_removed", Map.of("id", id));
    }

    private void change(CommandContext context) throws IOException, CommandException {
        if (repository.location(context).isEmpty()) {
            throw CommandException.usage("the repository Tandem keeps by itself has a generated key, which stays; "
                    + "give it a password of yours beside it with 'tandem key add'");
        }
        try (Repository open = access.open(repository, context)) {
            char[] password = newPassword(context);
            try {
                tell("changed", open.changePassword(password, Strength.HUMAN), context);
            } finally {
                Arrays.fill(password, '\0');
            }
        }
    }

    private char[] newPassword(CommandContext context) throws IOException, CommandException {
        return newPasswordFile == null ? PasswordSource.askTwice(context, "new password", "use --new-password-file")
                : PasswordSource.fromFile(context.workingDirectory().resolve(newPasswordFile));
    }

    private static void tell(String done, KeyInfo key, CommandContext context) {
        context.print(done.equals("added") ? "added key " + key.id().brief()
                : "changed the password; the key is now " + key.id().brief());
        context.emit("key_" + done, message(key));
    }

    private void recovery(CommandContext context) throws IOException, CommandException {
        if (repository.location(context).isPresent()) {
            throw CommandException.usage("a repository you named has the password you gave it; a recovery key has "
                    + "only the one Tandem keeps by itself");
        }
        new RecoveryKey(access.defaultRepository()).show(output, context);
    }
}
