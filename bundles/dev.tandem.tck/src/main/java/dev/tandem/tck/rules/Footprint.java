package dev.tandem.tck.rules;

import java.io.File;
import java.time.Duration;

/**
 * What this process holds at a moment.
 *
 * @param threads its threads, without virtual ones
 * @param files   its open files and connections; 0 where the system does not tell
 */
record Footprint(int threads, int files) {
    private static final File OPEN_FILES = new File("/proc/self/fd");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofMillis(20);

    static Footprint now() {
        String[] files = OPEN_FILES.list();
        return new Footprint(Thread.getAllStackTraces().size(), files == null ? 0 : files.length);
    }

    /** Returns what is held once it has grown by less than {@code growth}, or after a while: threads take time to end. */
    static Footprint settled(Footprint before, int growth) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Footprint now = now();
        while ((now.threads - before.threads >= growth || now.files - before.files >= growth)
                && System.nanoTime() < end) {
            Thread.sleep(STEP);
            now = now();
        }
        return now;
    }
}
