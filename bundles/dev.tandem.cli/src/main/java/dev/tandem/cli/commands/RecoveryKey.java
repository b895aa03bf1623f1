package dev.tandem.cli.commands;

import dev.tandem.cli.CommandException;
import dev.tandem.command.CommandContext;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Shows the generated password of the default repository, with which its backups outlive this machine. */
final class RecoveryKey {
    private final DefaultRepository repository;

    RecoveryKey(DefaultRepository repository) {
        this.repository = repository;
    }

    /** Prints the key, or writes it into the new file {@code output} where that is not null. */
    void show(String output, CommandContext context) throws IOException, CommandException {
        char[] key = repository.password();
        try {
            if (output == null) {
                print(key, context);
            } else {
                Path file = context.workingDirectory().resolve(output);
                write(file, key);
                context.print("wrote the recovery key to " + file);
                context.emit("recovery_key", fields("file", file.toString()));
                instructions(file.toString(), context);
            }
        } finally {
            Arrays.fill(key, '\0');
        }
    }

    private void print(char[] key, CommandContext context) {
        context.print(new String(key));
        context.emit("recovery_key", fields("key", new String(key)));
        instructions("FILE", context);
    }

    private Map<String, Object> fields(String name, String value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("repository", repository.folder().toString());
        fields.put(name, value);
        return fields;
    }

    private void instructions(String file, CommandContext context) {
        String folder = quote(repository.folder().toString());
        context.say("");
        context.say("Who has this key can read every backup in " + repository.folder());
        context.say("Keep it away from this machine: on paper, in a password manager, on a stick in a drawer.");
        context.say("With the key in a file, any of these reads the backups, on any machine:");
        context.say("  tandem snapshots --repo " + folder + " --password-file " + quote(file));
        context.say("  restic -r " + folder + " --password-file " + quote(file) + " snapshots");
    }

    private static String quote(String text) {
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static void write(Path file, char[] key) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))} : new FileAttribute<?>[0];
        try (Writer writer = Channels.newWriter(Files.newByteChannel(file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes), StandardCharsets.UTF_8)) {
            writer.write(key);
            writer.write('\n');
        }
    }
}
