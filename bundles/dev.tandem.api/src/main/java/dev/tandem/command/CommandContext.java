package dev.tandem.command;

import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What a running {@link Command} has of the outside. Used by the command's own thread, but for the monitor. */
@ProviderType
public interface CommandContext {
    /** Tells whether results are JSON, one object a line; then {@link #print} is silent, else {@link #emit} is. */
    boolean json();

    /** Returns how much is said: -1 only results and errors, 0 normal, 1 and more with every item. */
    int verbosity();

    /** Writes a line of result for a person to standard output. */
    void print(String line);

    /**
     * Writes an object of result for a program to standard output.
     *
     * @param messageType {@code "summary"}, {@code "snapshot"} …: the object's {@code message_type}
     * @param message     a record or a map; names of record components become snake case
     */
    void emit(String messageType, Object message);

    /** Says something beside the result, on standard error, unless quiet. */
    void say(String line);

    /** Returns standard output for raw bytes. */
    OutputStream output();

    /** Returns standard input. */
    InputStream input();

    /** Returns the environment of the caller. */
    Map<String, String> environment();

    /** Returns the folder relative paths start from. */
    Path workingDirectory();

    /**
     * Asks for a password without echo; empty when nobody can be asked.
     *
     * @throws IOException when the terminal fails
     */
    Optional<char[]> askPassword(String prompt) throws IOException;

    /**
     * Returns a listener that shows live progress where the caller can see it, and that cancels on Ctrl-C.
     *
     * @param verb what is being done, {@code "backup"}
     */
    JobMonitor monitor(String verb);

    /** Tells whether the caller asked to stop; for waiting that no monitor is heard of. */
    default boolean cancelled() {
        return false;
    }
}
