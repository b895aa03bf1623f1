package dev.tandem.cli.destination;

import dev.tandem.cli.CommandException;
import dev.tandem.cli.RawText;
import dev.tandem.command.CommandContext;
import dev.tandem.storage.StorageType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** Which secrets of a destination are kept. Never an argument, which every user of the machine can read. */
final class SecretOptions {
    private static final int LONGEST = 64 << 10;

    @Option(names = "--secret", paramLabel = "NAME", description = "a secret to ask for (repeatable)")
    List<String> asked = new ArrayList<>();

    @Option(names = "--secret-file", paramLabel = "NAME=FILE", description = "a secret and the file it is in; - is "
            + "standard input (repeatable)")
    List<String> files = new ArrayList<>();

    boolean given() {
        return !asked.isEmpty() || !files.isEmpty();
    }

    /** Reads the secrets, each of which a destination of this type knows. The caller closes what was read. */
    Secrets read(StorageType type, String destination, CommandContext context) throws IOException, CommandException {
        Secrets secrets = new Secrets();
        try {
            for (String name : asked) {
                requireSecret(type, name);
                secrets.put(name, context.askPassword(name + " of " + destination + ": ").orElseThrow(() ->
                        CommandException.failed("there is no terminal to ask for the " + name + ": use --secret-file "
                                + name + "=FILE, or =- and standard input")));
            }
            for (String text : files) {
                int equals = text.indexOf('=');
                if (equals < 1) {
                    throw CommandException.usage("--secret-file needs NAME=FILE, not '" + text + "'");
                }
                requireSecret(type, text.substring(0, equals));
                secrets.put(text.substring(0, equals), read(text.substring(equals + 1), context));
            }
            return secrets;
        } catch (IOException | CommandException | RuntimeException e) {
            secrets.close();
            throw e;
        }
    }

    private static void requireSecret(StorageType type, String name) throws CommandException {
        if (!SettingOptions.known(type, name).secret()) {
            throw CommandException.usage("'" + name + "' is no secret: give it with --set " + name + "=VALUE");
        }
    }

    private static char[] read(String file, CommandContext context) throws IOException, CommandException {
        byte[] bytes;
        if (file.equals("-")) {
            bytes = context.input().readNBytes(LONGEST + 1);
        } else {
            try (InputStream in = Files.newInputStream(context.workingDirectory().resolve(file))) {
                bytes = in.readNBytes(LONGEST + 1);
            }
        }
        if (bytes.length > LONGEST) {
            throw CommandException.failed("what is in " + file + " is too long for a secret");
        }
        char[] text = RawText.decode(bytes).toCharArray();
        int end = text.length;
        while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == '\r')) {
            end--;
        }
        char[] secret = Arrays.copyOf(text, end);
        Arrays.fill(text, '\0');
        Arrays.fill(bytes, (byte) 0);
        return secret;
    }
}
