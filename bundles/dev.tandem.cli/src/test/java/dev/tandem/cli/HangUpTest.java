package dev.tandem.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** restic asks with SIGHUP whether the holder of a lock is alive; the answer must not be its death. */
class HangUpTest {
    /** A process that does what the command line does with signals. */
    static final class Deaf {
        private Deaf() { }

        public static void main(String[] arguments) throws IOException {
            try (Interrupts interrupts = Interrupts.ofProcess(() -> System.out.println("asked to stop"))) {
                System.out.println("ready");
                System.in.read();
                System.exit(interrupts.requested() ? 9 : 0);
            }
        }
    }

    @Test
    void aProcessThatIsAskedWhetherItLivesGoesOn() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "there is no /bin/kill");
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), Deaf.class.getName()).redirectErrorStream(true).start();
        try (BufferedReader said = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("ready", said.readLine());
            for (int i = 0; i < 3; i++) {
                Process kill = new ProcessBuilder("/bin/kill", "-HUP", Long.toString(process.pid())).start();
                assertEquals(0, kill.waitFor());
                Thread.sleep(50);
            }
            assertTrue(process.isAlive());
            process.getOutputStream().close();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }
}
