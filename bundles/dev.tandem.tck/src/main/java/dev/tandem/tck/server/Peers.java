package dev.tandem.tck.server;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that nobody here wrote, as judges and as servers. */
public final class Peers {
    private static final boolean CI = "true".equals(System.getenv("CI"));

    private Peers() { }

    /**
     * Returns where a program is; the running test is skipped where it is not installed, and fails in continuous
     * integration.
     *
     * @param program its name, {@code sshd}
     * @param howTo   what installs it, {@code apt-get install openssh-server}
     */
    public static Path require(String program, String howTo) {
        return find(program).orElseGet(() -> missing(program + " is not installed: " + howTo));
    }

    /** Returns where a program is on the PATH, or in the folders of servers that are not on everybody's. */
    public static Optional<Path> find(String program) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, program)).filter(Files::isExecutable).findFirst();
    }

    private static Path missing(String message) {
        return CI ? fail(message) : abort(message);
    }
}
