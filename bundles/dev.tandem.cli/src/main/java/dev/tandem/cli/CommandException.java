package dev.tandem.cli;

import dev.tandem.command.ExitCode;

/** A command cannot go on, for a reason a person can do something about; the message says what. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** A failure that ends the process with {@code exitCode}. */
    public CommandException(int exitCode, String message) {
        this(exitCode, message, null);
    }

    /** A failure that ends the process with {@code exitCode}, brought about by {@code cause}. */
    public CommandException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The command line makes no sense. */
    public static CommandException usage(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    /** It failed. */
    public static CommandException failed(String message) {
        return new CommandException(ExitCode.FAILED, message);
    }

    /** Returns the exit code. */
    public int exitCode() {
        return exitCode;
    }
}
