package dev.tandem.cli.commands;

import dev.tandem.command.CommandContext;
import dev.tandem.job.JobMonitor;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The context of a caller who is in a folder and has nothing else. */
record FolderContext(Path workingDirectory) implements CommandContext {
    @Override
    public boolean json() {
        return false;
    }

    @Override
    public int verbosity() {
        return 0;
    }

    @Override
    public void print(String line) { }

    @Override
    public void emit(String messageType, Object message) { }

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
    public Optional<char[]> askPassword(String prompt) {
        return Optional.empty();
    }

    @Override
    public JobMonitor monitor(String verb) {
        return JobMonitor.SILENT;
    }
}
