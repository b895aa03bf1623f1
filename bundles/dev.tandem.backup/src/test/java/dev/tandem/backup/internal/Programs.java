package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Other programs the tests call. */
public final class Programs {
    private static final boolean CI = "true".equals(System.getenv("CI"));

    private Programs() { }

    /**
     * What a program said.
     *
     * @param code   its exit code
     * @param output what it wrote, errors too
     */
    public record Result(int code, String output) { }

    /** Tells whether this process may change owners and make devices. */
    public static boolean isRoot() throws IOException {
        return Path.of("/proc/self").toFile().exists()
                && Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    /** Skips the calling test where a program is not there; on the build server it must be. */
    public static void need(String program) {
        if (CI) {
            assertEquals(List.of(program), found(program).toList(), "not found in PATH");
        }
        assumeTrue(found(program).findAny().isPresent(), program + " is not installed");
    }

    /** Returns the restic programs there are. */
    public static List<String> restics() {
        need("restic");
        return found("restic", "restic-0.18").toList();
    }

    /** Returns those of these programs that are there. */
    static Stream<String> found(String... programs) {
        String[] folders = System.getenv("PATH").split(File.pathSeparator);
        return Stream.of(programs).filter(
                program -> Stream.of(folders).anyMatch(folder -> Files.isExecutable(Path.of(folder, program))));
    }

    /** Runs a program to its end. */
    public static Result run(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        Process process = start(folder, environment, command);
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Result(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Starts a program. */
    public static Process start(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs a program that must succeed; returns its output. */
    public static String mustRun(Path folder, Map<String, String> environment, List<String> command)
            throws IOException {
        Result result = run(folder, environment, command);
        assertEquals(0, result.code(), () -> command + ": " + result.output());
        return result.output();
    }

    /** Runs a restic on a repository; it must succeed. */
    public static String restic(String program, TestStore store, Path folder, String... arguments) throws IOException {
        return mustRun(folder, resticEnvironment(store), resticCommand(program, arguments));
    }

    /** Returns what tells a restic where the repository is. */
    public static Map<String, String> resticEnvironment(TestStore store) {
        return Map.of("RESTIC_REPOSITORY", store.folder().toString(), "RESTIC_PASSWORD", store.password(),
                "LC_ALL", "C.UTF-8");
    }

    /** Returns the command line that calls a restic. */
    public static List<String> resticCommand(String program, String... arguments) {
        return Stream.concat(Stream.of(program, "--no-cache"), Stream.of(arguments)).toList();
    }
}
