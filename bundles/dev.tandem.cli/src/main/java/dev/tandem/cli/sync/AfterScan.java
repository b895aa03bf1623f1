package dev.tandem.cli.sync;

import dev.tandem.command.CommandContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The command a test has run between the observation of both sides and the first change, to change something itself.
 *
 * @param command what the shell of the system is given
 * @param context where it runs
 */
record AfterScan(String command, CommandContext context) implements Runnable {
    static final String VARIABLE = "TANDEM_TEST_AFTER_SCAN";

    /** Returns the command the environment names. */
    static Optional<Runnable> of(CommandContext context) {
        return Optional.ofNullable(context.environment().get(VARIABLE)).filter(command -> !command.isBlank())
                .map(command -> new AfterScan(command, context));
    }

    @Override
    public void run() {
        boolean windows = FileSystems.getDefault().getSeparator().equals("\\");
        List<String> words = windows ? List.of("cmd", "/c", command) : List.of("/bin/sh", "-c", command);
        try {
            // What it prints must not get between the results.
            int exitCode = new ProcessBuilder(words).directory(context.workingDirectory().toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start().waitFor();
            if (exitCode != 0) {
                throw new UncheckedIOException(new IOException("the command of " + VARIABLE
                        + " failed with exit code " + exitCode + "; nothing was changed"));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the command of " + VARIABLE + " cannot be run", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the command of " + VARIABLE + " ran");
        }
    }
}
