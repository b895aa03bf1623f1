package dev.tandem.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.bench.Meter.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuringTest {
    @TempDir
    private Path folder;

    @Test
    void gnuTimeTellsUserAndSystemSecondsAndKibibytes() throws IOException {
        assertEquals(new Usage(9, 2.0, 2048), Meter.fromGnuTime(9, "1.50 0.50 2\n"));
    }

    @Test
    void anAnswerOfAnotherFormIsRefused() {
        assertThrows(IOException.class, () -> Meter.fromGnuTime(9, "Command terminated by signal 9\n"));
        assertThrows(IOException.class, () -> Meter.fromGnuTime(9, ""));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void timeAndMemoryOfAChildAreCounted(boolean kernelTells) throws Exception {
        assumeCanMeasure(kernelTells);
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "there is no /proc");
        String child = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; : last";
        Usage usage = run(kernelTells, "sh -c '" + child + "'; :");
        assertTrue(usage.wall() > 0);
        assertTrue(usage.cpu() > 0.02 && usage.cpu() <= usage.wall() + 0.1, usage.toString());
        assertTrue(usage.peakMemory() > 200 << 10 && usage.peakMemory() < 100 << 20, usage.toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFailureTellsTheExitCodeAndTheLastWords(boolean kernelTells) {
        assumeCanMeasure(kernelTells);
        IOException failure = assertThrows(IOException.class, () -> run(kernelTells, "echo first; echo last >&2; exit 7"));
        assertTrue(failure.getMessage().contains("ended with 7: last"), failure.getMessage());
    }

    private static void assumeCanMeasure(boolean kernelTells) {
        boolean mustBeInstalled = "true".equals(System.getenv("CI"));
        assumeTrue(!kernelTells || mustBeInstalled || Files.isExecutable(Meter.GNU_TIME),
                "GNU time is not installed: apt-get install time");
    }

    private Usage run(boolean kernelTells, String script) throws IOException, InterruptedException {
        return new Meter(kernelTells).run(List.of("sh", "-c", script), folder, Map.of(), folder.resolve("log"));
    }

    @Test
    void theMedianIsThatOfEachMeasureForItself() {
        assertEquals(new Cost(2, 5, 10, 100), Cost.median(List.of(
                new Cost(1, 9, 10, 100), new Cost(2, 4, 30, 100), new Cost(7, 5, 10, 100))));
        assertEquals(new Cost(1.5, 6.5, 20, 100), Cost.median(List.of(
                new Cost(1, 9, 10, 100), new Cost(2, 4, 30, 100))));
    }

    @Test
    void halfTheTimeIsTwiceTheSpeedAndHalfTheMemoryHalfTheShare() {
        assertEquals(new Cost.Ratios(2, 3, 0.5, 1.25),
                new Cost(5, 30, 100, 125).against(new Cost(10, 10, 200, 100)));
    }
}
