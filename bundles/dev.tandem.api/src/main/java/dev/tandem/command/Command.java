package dev.tandem.command;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * One command of the command line, {@code tandem NAME …}. A plugin registers one as a service with
 * {@code scope = PROTOTYPE} and the properties of {@link CommandInfo}; its options and parameters are picocli
 * annotations on its fields ({@code @Option}, {@code @Parameters}, {@code @Mixin}). A new instance is made for each
 * call.
 */
@ConsumerType
public interface Command {
    /**
     * Does the work, on the thread that owns the process's result.
     *
     * @return the exit code, one of {@link ExitCode}
     * @throws Exception what made it fail; the message is shown to the person, and says what to do
     */
    int run(CommandContext context) throws Exception;
}
