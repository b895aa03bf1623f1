package dev.tandem.storage.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.WriteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 2 of the contract with a writer in another process that is killed in the middle. */
class KilledWriterTest {
    private static final byte[] OLD = {1, 2, 3};

    @TempDir
    Path root;

    @Test
    void aKilledWriterLeavesTheOldObjectAndNothingElseInSight() throws Exception {
        try (var session = new LocalSession(root)) {
            session.write(new RemotePath("object"), Content.of(OLD), WriteOptions.OVERWRITE);
            killInTheMiddle();
            List<String> listed = new ArrayList<>();
            session.list(RemotePath.ROOT, info -> listed.add(info.path().value() + " " + info.size()));
            assertEquals(List.of("object 3"), listed);
            assertArrayEquals(OLD, session.read(new RemotePath("object"), 0, -1).readAllBytes());
            session.write(new RemotePath("object"), Content.of(new byte[9]), WriteOptions.OVERWRITE);
            assertEquals(9, session.stat(new RemotePath("object")).orElseThrow().size());
        }
    }

    private void killInTheMiddle() throws Exception {
        Process writer = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "-cp", System.getProperty("java.class.path"), EndlessWriter.class.getName(), root.toString(), "object")
                .inheritIO().start();
        try {
            while (unfinishedBytes() == 0) {
                assertTrue(writer.isAlive(), "the writer ended by itself");
                Thread.sleep(5);
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertTrue(unfinishedBytes() > 0);
    }

    private long unfinishedBytes() throws IOException {
        long bytes = 0;
        try (var files = Files.newDirectoryStream(root, "*-tmp-*")) {
            for (Path file : files) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
