package dev.tandem.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a process of its own, for java.util.logging is configured once in a process. */
class LogFileTest {
    @TempDir
    Path folder;

    private String run(Path data, String... what) throws Exception {
        var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
                "-cp", System.getProperty("java.class.path"), LogWriter.class.getName(), data.toString()));
        command.addAll(List.of(what));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    @Test
    void recordsFromInfoOnGoToTheFileAndNothingToTheConsole() throws Exception {
        Path data = folder.resolve("da ta 100%g #1");
        assertEquals("", run(data, "first", "second"));
        assertEquals("", run(data, "third"));
        List<String> lines = Files.readAllLines(data.resolve("logs/tandem-0.log"));
        assertEquals(3, lines.size(), lines::toString);
        assertTrue(lines.getFirst().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d{4} INFO .*: first"),
                lines.getFirst());
        assertTrue(lines.getLast().endsWith("third"), lines.getLast());
    }

    @Test
    void aProcessThatLogsNothingMakesNoLog() throws Exception {
        Path data = folder.resolve("data");
        assertEquals("", run(data));
        try (var logs = Files.list(data.resolve("logs"))) {
            assertEquals(List.of(), logs.toList());
        }
    }

    @Test
    void theConfigurationFollowsAFolderThatWasMoved() throws Exception {
        Path data = folder.resolve("before");
        run(data, "one");
        Path moved = Files.move(data, folder.resolve("after"));
        run(moved, "two");
        assertEquals(2, Files.readAllLines(moved.resolve("logs/tandem-0.log")).size());
        assertFalse(Files.exists(data));
    }

    @Test
    void callsToStoragesAreLoggedOnlyOnRequest() throws Exception {
        for (boolean traced : new boolean[] {true, false}) {
            String text = Files.readString(LogFile.configure(folder, folder, traced));
            assertEquals(traced, text.contains("\ndev.tandem.storage.internal.TracedSession.level=FINE\n"), text);
        }
    }
}
