package dev.tandem.cli.commands;

import dev.tandem.cli.CommandException;
import dev.tandem.cli.RawText;
import dev.tandem.command.CommandContext;
import dev.tandem.command.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where a repository's password comes from. Never from an argument, which every user of the machine can read. */
final class PasswordSource {
    private final RepositoryOptions options;
    private final CommandContext context;
    private final KeptPassword kept;

    /** @param kept what is used where no option says anything; it comes before the environment, which is for all */
    PasswordSource(RepositoryOptions options, CommandContext context, KeptPassword kept) {
        this.options = options;
        this.context = context;
        this.kept = kept;
    }

    private String howToGive() {
        return "set " + options.variable("PASSWORD_FILE") + ", " + options.variable("PASSWORD_COMMAND") + " or "
                + options.variable("PASSWORD") + ", or use " + options.option("password-file");
    }

    /** Returns the password of an existing repository; the caller wipes it. */
    char[] existing(String repository) throws IOException, CommandException {
        Optional<char[]> given = given();
        if (given.isPresent()) {
            return given.get();
        }
        char[] typed = context.askPassword("password of " + repository + ": ")
                .orElseThrow(() -> nobodyToAsk("the password of " + repository, howToGive()));
        return notEmpty(typed, "the password typed");
    }

    /** Returns the password for a new repository, asked for twice where a person types it; the caller wipes it. */
    char[] fresh(String repository) throws IOException, CommandException {
        Optional<char[]> given = given();
        return given.isPresent() ? given.get() : askTwice(context, "new password of " + repository, howToGive());
    }

    /**
     * Returns a password typed twice; the caller wipes it.
     *
     * @param otherwise how to give it where nobody can be asked
     */
    static char[] askTwice(CommandContext context, String what, String otherwise) throws IOException, CommandException {
        char[] first = context.askPassword(what + ": ").orElseThrow(() -> nobodyToAsk("the " + what, otherwise));
        char[] second = context.askPassword("once more: ").orElseThrow(() -> nobodyToAsk("the " + what, otherwise));
        boolean equal = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (!equal) {
            Arrays.fill(first, '\0');
            throw CommandException.failed("the two passwords are not equal; nothing was changed");
        }
        return notEmpty(first, "the password typed");
    }

    /** Returns the password that options, the destination or the environment give, the first of these that does. */
    Optional<char[]> given() throws IOException, CommandException {
        Optional<char[]> optional = fromOptions();
        Optional<char[]> given = optional.isPresent() ? optional : kept.get(context);
        return given.isPresent() ? given : fromEnvironment();
    }

    private Optional<char[]> fromEnvironment() throws IOException, CommandException {
        String command = RepositoryOptions.environment(context, options.variable("PASSWORD_COMMAND"));
        String file = RepositoryOptions.environment(context, options.variable("PASSWORD_FILE"));
        if (!command.isEmpty() && !file.isEmpty()) {
            throw CommandException.usage(options.variable("PASSWORD_COMMAND") + " and "
                    + options.variable("PASSWORD_FILE") + " are both set; unset one of them");
        }
        if (!command.isEmpty()) {
            return Optional.of(fromCommand(context, command));
        }
        if (!file.isEmpty()) {
            return Optional.of(fromFile(context.workingDirectory().resolve(file)));
        }
        String password = RepositoryOptions.environment(context, options.variable("PASSWORD"));
        return password.isEmpty() ? Optional.empty() : Optional.of(password.toCharArray());
    }

    /** Returns the password that options give. */
    Optional<char[]> fromOptions() throws IOException, CommandException {
        long sources = List.of(options.noPassword, options.passwordFile != null, options.passwordCommand != null)
                .stream().filter(Boolean::booleanValue).count();
        if (sources > 1) {
            throw CommandException.usage("give only one of " + options.option("password-file") + ", "
                    + options.option("password-command") + " and " + options.option("insecure-no-password"));
        }
        if (options.noPassword) {
            return Optional.of(new char[0]);
        }
        if (options.passwordCommand != null) {
            return Optional.of(fromCommand(context, options.passwordCommand));
        }
        return options.passwordFile == null ? Optional.empty()
                : Optional.of(fromFile(context.workingDirectory().resolve(options.passwordFile)));
    }

    /** Returns the password a file holds, without white space around it. */
    static char[] fromFile(Path file) throws IOException, CommandException {
        return trimmed(Files.readAllBytes(file), "the password in " + file);
    }

    /** Returns the password a command prints, without white space around it. */
    static char[] fromCommand(CommandContext context, String command) throws IOException, CommandException {
        List<String> words;
        try {
            words = ShellWords.split(command);
        } catch (IllegalArgumentException malformed) {
            throw new CommandException(ExitCode.USAGE, "the password command cannot be read: " + malformed.getMessage(), malformed);
        }
        if (words.isEmpty()) {
            throw CommandException.usage("the password command is empty");
        }
        byte[] printed;
        int exitCode;
        try {
            Process process = new ProcessBuilder(words).directory(context.workingDirectory().toFile())
                    .redirectInput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (InputStream output = process.getInputStream()) {
                printed = output.readAllBytes();
            }
            exitCode = process.waitFor();
        } catch (IOException failed) {
            throw new CommandException(ExitCode.FAILED, "the password command '" + words.getFirst() + "' cannot be run: "
                    + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.INTERRUPTED, "interrupted while the password command ran", interrupted);
        }
        if (exitCode != 0) {
            throw CommandException.failed("the password command '" + words.getFirst() + "' failed with exit code "
                    + exitCode);
        }
        return trimmed(printed, "what the password command printed");
    }

    // Go's notion of white space, which restic trims by: not quite Java's.
    private static boolean isSpace(char c) {
        return (c >= '\t' && c <= '\r') || c == 0x85 || Character.isSpaceChar(c);
    }

    private static char[] trimmed(byte[] bytes, String what) throws CommandException {
        char[] text = RawText.decode(bytes).toCharArray();
        Arrays.fill(bytes, (byte) 0);
        int start = text.length > 0 && text[0] == '\uFEFF' ? 1 : 0;
        int end = text.length;
        while (start < end && isSpace(text[start])) {
            start++;
        }
        while (end > start && isSpace(text[end - 1])) {
            end--;
        }
        char[] password = Arrays.copyOfRange(text, start, end);
        Arrays.fill(text, '\0');
        return notEmpty(password, what);
    }

    private static char[] notEmpty(char[] password, String what) throws CommandException {
        if (password.length == 0) {
            throw CommandException.failed(what + " is empty; for a repository without a password say so with "
                    + "--insecure-no-password");
        }
        return password;
    }

    private static CommandException nobodyToAsk(String what, String otherwise) {
        return CommandException.failed("there is no terminal to ask for " + what + ": " + otherwise);
    }
}
