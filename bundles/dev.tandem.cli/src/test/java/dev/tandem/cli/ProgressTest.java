package dev.tandem.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long SECOND = 1_000_000_000L;

    /** A job of steady speed, looked at five times a second. */
    private static Progress.View steady(Progress progress, int seconds, long bytesPerSecond) {
        Progress.View view = progress.view(0);
        for (int tick = 1; tick <= seconds * 5; tick++) {
            progress.advance(0, bytesPerSecond / 5);
            view = progress.view(tick * SECOND / 5);
        }
        return view;
    }

    @Test
    void aSteadyJobIsEstimatedExactly() {
        Progress progress = new Progress(0);
        progress.expect(10, 1000_000);
        Progress.View view = steady(progress, 5, 50_000);
        assertEquals(50_000, view.bytesPerSecond(), 1);
        assertEquals(0.25, view.fraction().orElseThrow(), 1e-9);
        assertEquals(Duration.ofSeconds(15), view.remaining().orElseThrow());
    }

    @Test
    void nothingIsPredictedWhileTheWholeStillGrows() {
        Progress progress = new Progress(0);
        for (int tick = 1; tick <= 25; tick++) {
            progress.expect(tick, tick * 1000L);
            progress.advance(0, 100);
            Progress.View view = progress.view(tick * SECOND / 5);
            assertEquals(Optional.empty(), view.fraction());
            assertEquals(Optional.empty(), view.remaining());
        }
    }

    @Test
    void moreThanExpectedIsNotCalledAHundredPercent() {
        Progress progress = new Progress(0);
        progress.expect(1, 1000);
        Progress.View view = steady(progress, 5, 1000);
        assertEquals(Optional.empty(), view.fraction());
        assertEquals(Optional.empty(), view.remaining());
    }

    @Test
    void theLinesFitTheWidthAndShowBothEndsOfAPath() {
        Progress progress = new Progress(0);
        progress.expect(10, 1000_000);
        progress.error();
        progress.current("/a/very/long/path/" + "x".repeat(200) + "/file.txt");
        Progress.View view = steady(progress, 5, 50_000);
        List<String> lines = TextReporter.lines(view, 60);
        assertTrue(lines.stream().allMatch(line -> line.length() < 60), lines.toString());
        assertTrue(lines.get(1).startsWith("  /a/very") && lines.get(1).endsWith("file.txt"), lines.get(1));
        String wide = TextReporter.lines(view, 200).getFirst();
        assertEquals("[0:05] 25.0%  0 / 10 items  244.1 KiB / 976.6 KiB  48.8 KiB/s  ETA 0:15  1 error", wide);
        assertFalse(wide.contains("  /a"));
    }
}
