package dev.tandem.cli.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The name this machine has for itself, which no network is asked for: it must be the same on every run. */
final class HostName {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() { }

    static String read(Map<String, String> environment) throws IOException {
        try {
            return Files.readString(KERNEL).strip();
        } catch (NoSuchFileException notLinux) {
            return Stream.of("COMPUTERNAME", "HOSTNAME").map(name -> environment.getOrDefault(name, ""))
                    .filter(name -> !name.isEmpty()).findFirst().orElseGet(HostName::ask);
        }
    }

    // What a POSIX system without /proc has: macOS and the BSDs.
    private static String ask() {
        try {
            Process process = new ProcessBuilder("hostname").redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException noSuchProgram) {
            throw new UncheckedIOException("the name of this machine cannot be found out; give it with --host",
                    noSuchProgram);
        }
    }
}
