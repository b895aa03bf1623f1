package dev.tandem.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs commands and tells what they took. GNU time asks the kernel, which misses nothing; where it is not installed,
 * the processes are looked at every few milliseconds.
 */
final class Meter {
    static final Path GNU_TIME = Path.of("/usr/bin/time");
    // What the user's shell says about the user's own repositories has no place in a comparison.
    private static final List<String> OWN_SETTINGS = List.of("RESTIC_", "BORG_", "TANDEM_REPOSITORY", "TANDEM_PASSWORD",
            "UNISON", "RCLONE_", "RSYNC_");
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final boolean kernelTells;

    /** @param kernelTells whether GNU time is installed */
    Meter(boolean kernelTells) {
        this.kernelTells = kernelTells;
    }

    /** What a command took: seconds, and bytes at its peak. */
    record Usage(double wall, double cpu, double peakMemory) { }

    /** Tells in words where the numbers come from. */
    String method() {
        return kernelTells ? "GNU time" : "/proc, looked at every " + LOOK_EVERY.toMillis()
                + " ms (GNU time is more exact: apt-get install time)";
    }

    /**
     * Runs a command to its end.
     *
     * @param log takes all it says
     * @throws IOException if it fails; the message has its last words
     */
    Usage run(List<String> words, Path folder, Map<String, String> environment, Path log)
            throws IOException, InterruptedException {
        Path counted = log.resolveSibling(log.getFileName() + ".time");
        List<String> command = new ArrayList<>(words);
        if (kernelTells) {
            command.addAll(0, List.of(GNU_TIME.toString(), "-o", counted.toString(), "-f", "%U %S %M"));
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> OWN_SETTINGS.stream().anyMatch(name::startsWith));
        builder.environment().putAll(environment);

        long start = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        Watch watch = new Watch();
        while (!kernelTells && !process.waitFor(LOOK_EVERY)) {
            watch.look(process.toHandle());
        }
        int exit = process.waitFor();
        double wall = (System.nanoTime() - start) / 1e9;
        if (exit != 0) {
            throw new IOException(String.join(" ", words) + " ended with " + exit + ": " + lastLine(log)
                    + " (all it said: " + log + ")");
        }
        return kernelTells ? fromGnuTime(wall, Files.readString(counted)) : watch.usage(wall);
    }

    /** Reads "user-seconds system-seconds peak-KiB". */
    static Usage fromGnuTime(double wall, String output) throws IOException {
        String[] fields = output.strip().split(" ");
        try {
            return new Usage(wall, Double.parseDouble(fields[0]) + Double.parseDouble(fields[1]),
                    Double.parseDouble(fields[2]) * 1024);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(GNU_TIME + " said what is not understood: " + output, e);
        }
    }

    private static String lastLine(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> !line.isBlank()).reduce("it said nothing", (before, line) -> line);
        }
    }

    /** Adds up the memory of all processes alive at a moment, and the CPU time each was last seen with. */
    private static final class Watch {
        private final Map<Long, Double> cpu = new HashMap<>();
        private double peakMemory;

        void look(ProcessHandle root) {
            double memory = 0;
            for (ProcessHandle process : Stream.concat(Stream.of(root), root.descendants()).toList()) {
                process.info().totalCpuDuration().ifPresent(time -> cpu.put(process.pid(), time.toNanos() / 1e9));
                memory += residentMemory(process.pid());
            }
            peakMemory = Math.max(peakMemory, memory);
        }

        private static double residentMemory(long process) {
            try (Stream<String> status = Files.lines(Path.of("/proc", Long.toString(process), "status"))) {
                return status.filter(line -> line.startsWith("VmRSS:"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024).sum();
            } catch (IOException | UncheckedIOException ended) {
                return 0;
            }
        }

        Usage usage(double wall) {
            return new Usage(wall, cpu.values().stream().mapToDouble(Double::doubleValue).sum(), peakMemory);
        }
    }
}
