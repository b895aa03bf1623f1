package dev.tandem.storage.rclone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.SessionContext;
import dev.tandem.tck.TestContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The storage contract on a remote of a configuration: one that encrypts names and content. */
@EnabledIfSystemProperty(named = "tandem.slow", matches = "true")
class CryptRemoteTest extends RcloneContract {
    @Override
    String remote(String place) {
        return "secret:" + place;
    }

    @Override
    SessionContext context() {
        return TestContext.in(folder).withEnvironment().with("config", configuration().toString());
    }

    private Path configuration() {
        Path file = folder.resolve("rclone.conf");
        try {
            if (!Files.exists(file)) {
                Files.write(file, List.of("[secret]", "type = crypt", "remote = " + folder.resolve("encrypted"),
                        // What "rclone obscure" makes of a password; it hides nothing.
                        "password = " + obscured("correct horse")));
            }
            return file;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String obscured(String password) throws IOException, InterruptedException {
        Process rclone = new ProcessBuilder("rclone", "obscure", "-").start();
        try (var in = rclone.getOutputStream()) {
            in.write(password.getBytes(StandardCharsets.UTF_8));
        }
        String obscured = new String(rclone.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, rclone.waitFor());
        return obscured.strip();
    }

    @Test
    void nothingOfANameIsOnTheDisk() throws Exception {
        session().write(new RemotePath("telling"), Content.of(new byte[9]), WriteOptions.OVERWRITE);
        try (var files = Files.walk(folder.resolve("encrypted"))) {
            assertFalse(files.anyMatch(file -> file.toString().contains("telling")));
        }
    }
}
