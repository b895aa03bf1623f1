package dev.tandem.plugins;

import dev.tandem.plugin.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/**
 * A jar that a person wants installed: waited for until it is whole, and copied to where nothing looks at it.
 *
 * @param copy in the folder of plugins, under a name that is none of a plugin
 */
record Arrival(Path copy, PluginJar jar) implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
    /** Looks at a file without an end that does not grow before it is given up. */
    private static final int PATIENCE = 10;

    /** @throws PluginException when it is not there, does not become whole, or is refused by what it holds */
    static Arrival of(Path source, PluginFolder folder) throws IOException {
        awaitWhole(source);
        Files.createDirectories(folder.path());
        Path copy = Files.createTempFile(folder.path(), ".arriving-", ".tmp");
        boolean good = false;
        try {
            Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Arrival arrival = new Arrival(copy, PluginJar.read(copy));
            good = true;
            return arrival;
        } catch (PluginException refused) {
            throw new PluginException(source + " is refused: " + refused.getMessage(), refused);
        } finally {
            if (!good) {
                Files.deleteIfExists(copy);
            }
        }
    }

    private static void awaitWhole(Path source) throws IOException {
        Optional<Sighting> before = look(source);
        int still = 0;
        while (true) {
            pause();
            Optional<Sighting> now = look(source);
            still = now.equals(before) ? still + 1 : 0;
            before = now;
            if (still > 0) {
                try {
                    PluginJar.manifest(source);
                    return;
                } catch (PluginJar.Unfinished unfinished) {
                    if (still >= PATIENCE) {
                        throw new PluginException(source + " is not whole: " + unfinished.getMessage(), unfinished);
                    }
                } catch (PluginException _) {
                    // Whole enough to be refused, with better words, when all of it is read.
                    return;
                }
            }
        }
    }

    private static Optional<Sighting> look(Path source) throws IOException {
        Optional<Sighting> seen = PluginFolder.look(source);
        if (seen.isEmpty()) {
            throw new PluginException("there is no file " + source);
        }
        return seen;
    }

    /** Waits as long as lies between two looks at a file that may still be written to. */
    static void pause() throws IOException {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Gives it its name, by which it is found from now on. */
    Sighting moveTo(Path file) throws IOException {
        Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
        return PluginFolder.look(file).orElseThrow(() -> new PluginException(file + " went away at once"));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(copy);
    }
}
