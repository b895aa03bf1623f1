package dev.tandem.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program that nobody here wrote, as the judge of our repositories.
 *
 * @param program    its path
 * @param repository the repository it works on
 * @param password   that opens it
 */
record Restic(Path program, Path repository, String password) {
    /**
     * Returns every restic on the PATH, the distribution's and newer ones named {@code restic-VERSION}; skips the test
     * where there is none, but fails it in continuous integration.
     */
    static List<Restic> all(Path repository, String password) throws IOException {
        List<Restic> found = new ArrayList<>();
        for (String folder : System.getenv("PATH").split(":")) {
            if (Files.isDirectory(Path.of(folder))) {
                try (Stream<Path> programs = Files.list(Path.of(folder))) {
                    programs.filter(p -> p.getFileName().toString().matches("restic(-[0-9.]+)?"))
                            .forEach(p -> found.add(new Restic(p, repository, password)));
                }
            }
        }
        if (System.getenv("CI") != null) {
            assertFalse(found.isEmpty(), "restic is not installed; .ci/run installs it");
        }
        assumeFalse(found.isEmpty(), "restic is not installed, so nothing can judge the repository:"
                + " apt-get install restic");
        return found;
    }

    /** Runs restic, which must succeed, and returns what it said. */
    String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-r", repository.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("RESTIC_PASSWORD", password);
        builder.environment().put("RESTIC_CACHE_DIR", repository.resolveSibling("restic-cache").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ": " + output);
        return output;
    }
}
