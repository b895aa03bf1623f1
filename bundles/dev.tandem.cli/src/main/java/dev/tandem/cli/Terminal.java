package dev.tandem.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line has of the outside of its process.
 *
 * @param in               standard input
 * @param out              standard output, not buffered
 * @param err              standard error, not buffered
 * @param outIsTerminal    whether a person sees what goes to {@code out}
 * @param errIsTerminal    whether a person sees what goes to {@code err}
 * @param width            columns of the terminal
 * @param environment      environment variables
 * @param workingDirectory where relative paths start
 * @param prompt           asks for a password
 */
record Terminal(InputStream in, OutputStream out, OutputStream err, boolean outIsTerminal, boolean errIsTerminal,
        int width, Map<String, String> environment, Path workingDirectory, PasswordPrompt prompt) {

    private static final int USUAL_WIDTH = 80;

    /** Asks a person for a password. */
    interface PasswordPrompt {
        /** Returns what was typed; empty when nobody can be asked. */
        Optional<char[]> ask(String question) throws IOException;
    }

    /** Returns the outside of this process. */
    static Terminal ofProcess() {
        Map<String, String> environment = ProcessBytes.environment();
        return new Terminal(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err), isTerminal(1), isTerminal(2), width(environment),
                environment, Path.of("").toAbsolutePath(), Terminal::askConsole);
    }

    /** Tells whether colours and cursor movements mean something on this terminal. */
    boolean isCapable() {
        return !"dumb".equals(environment.get("TERM"));
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor))).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException noProc) {
            // The console knows only whether all of its streams are terminals, which errs on the quiet side.
            Console console = System.console();
            return console != null && console.isTerminal();
        }
    }

    private static int width(Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
    }

    private static Optional<char[]> askConsole(String question) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return Optional.empty();
        }
        return Optional.ofNullable(console.readPassword("%s", question));
    }
}
