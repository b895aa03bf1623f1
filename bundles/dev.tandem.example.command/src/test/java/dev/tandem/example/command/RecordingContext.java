package dev.tandem.example.command;

import dev.tandem.command.CommandContext;
import dev.tandem.job.JobMonitor;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what a command says. */
final class RecordingContext implements CommandContext {
    final List<String> printed = new ArrayList<>();
    final List<Object> emitted = new ArrayList<>();
    JobMonitor monitor = JobMonitor.SILENT;

    @Override
    public boolean json() {
        return false;
    }

    @Override
    public int verbosity() {
        return 0;
    }

    @Override
    public void print(String line) {
        printed.add(line);
    }

    @Override
    public void emit(String messageType, Object message) {
        emitted.add(message);
    }

    @Override
    public void say(String line) { }

    @Override
    public OutputStream output() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream input() {
        return InputStream.nullInputStream();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public Path workingDirectory() {
        return Path.of("").toAbsolutePath();
    }

    @Override
    public Optional<char[]> askPassword(String prompt) {
        return Optional.empty();
    }

    @Override
    public JobMonitor monitor(String verb) {
        return monitor;
    }
}
