package dev.tandem.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.job.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonReporterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Output output = new Output(new Terminal(new ByteArrayInputStream(new byte[0]), out, err, false,
            false, 80, Map.of(), Path.of("/"), _ -> Optional.empty()));
    private final Progress.View view = new Progress.View(Duration.ofSeconds(4), 3, 50, 6, 100, Optional.of(0.5), 12.5,
            Optional.of(Duration.ofSeconds(4)), 1, "reading", "/a\"b");

    @Test
    void theStatusOfABackupHasResticsNames() {
        new JsonReporter(output, "backup", 0, true).tick(view);
        assertEquals("{\"message_type\":\"status\",\"seconds_elapsed\":4,\"seconds_remaining\":4,\"percent_done\":0.5,"
                + "\"total_files\":6,\"files_done\":3,\"total_bytes\":100,\"bytes_done\":50,\"error_count\":1,"
                + "\"current_files\":[\"/a\\\"b\"]}\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theStatusOfARestoreHasResticsNames() {
        new JsonReporter(output, "restore", 0, true).tick(view);
        String line = out.toString(StandardCharsets.UTF_8);
        assertEquals(true, line.contains("\"files_restored\":3") && line.contains("\"bytes_restored\":50"), line);
    }

    @Test
    void itemsAreToldAsOftenAsAskedFor() {
        for (int verbosity = 0; verbosity <= 2; verbosity++) {
            out.reset();
            JsonReporter reporter = new JsonReporter(output, "backup", verbosity, false);
            reporter.item("changed", "/a", 5);
            reporter.item("unmodified", "/b", 6);
            assertEquals(verbosity, out.toString(StandardCharsets.UTF_8).lines().count());
        }
        assertEquals("{\"message_type\":\"verbose_status\",\"action\":\"modified\",\"item\":\"/a\",\"data_size\":5}",
                out.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow());
    }

    @Test
    void aProblemIsAnErrorObjectOnStandardError() {
        new JsonReporter(output, "backup", 0, true).problem(Problem.error("/a", "permission denied"));
        assertEquals("{\"message_type\":\"error\",\"error\":{\"message\":\"permission denied\"},"
                + "\"during\":\"archival\",\"item\":\"/a\"}\n", err.toString(StandardCharsets.UTF_8));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }
}
