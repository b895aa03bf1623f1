package dev.tandem.cli;

import dev.tandem.command.CommandContext;
import dev.tandem.job.JobMonitor;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One call of a command, between it and the terminal. */
final class Invocation implements CommandContext, AutoCloseable {
    private final Terminal terminal;
    private final Output output;
    private final GlobalOptions options;
    private final Interrupts interrupts;
    private final List<RunMonitor> monitors = new ArrayList<>();

    Invocation(Terminal terminal, Output output, GlobalOptions options, Interrupts interrupts) {
        this.terminal = terminal;
        this.output = output;
        this.options = options;
        this.interrupts = interrupts;
    }

    @Override
    public boolean json() {
        return options.json;
    }

    @Override
    public int verbosity() {
        return options.verbosity();
    }

    @Override
    public void print(String line) {
        if (!json()) {
            beforeResult();
            output.result(line);
        }
    }

    @Override
    public void emit(String messageType, Object message) {
        if (json()) {
            beforeResult();
            output.jsonResult(Json.line(messageType, message));
        }
    }

    /** A job's result comes after the job; a listing without a job must still heed Ctrl-C between its lines. */
    private void beforeResult() {
        if (monitors.isEmpty()) {
            interrupts.check();
        } else {
            monitors.forEach(RunMonitor::close);
        }
    }

    @Override
    public void say(String line) {
        if (verbosity() < 0) {
            return;
        }
        if (json()) {
            output.jsonMessage(Json.line("message", Map.of("message", line)));
        } else {
            output.message(line);
        }
    }

    @Override
    public OutputStream output() {
        return new FilterOutputStream(output.raw()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                interrupts.check();
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    @Override
    public InputStream input() {
        return terminal.in();
    }

    @Override
    public Map<String, String> environment() {
        return terminal.environment();
    }

    @Override
    public Path workingDirectory() {
        return terminal.workingDirectory();
    }

    @Override
    public Optional<char[]> askPassword(String prompt) throws IOException {
        output.flush();
        return terminal.prompt().ask(prompt);
    }

    @Override
    public boolean cancelled() {
        return interrupts.requested();
    }

    @Override
    public JobMonitor monitor(String verb) {
        RunMonitor monitor = new RunMonitor(reporter(verb), interrupts);
        monitors.add(monitor);
        return monitor;
    }

    private Reporter reporter(String verb) {
        boolean wanted = !options.noProgress && verbosity() >= 0;
        if (json()) {
            return new JsonReporter(output, verb, verbosity(), wanted);
        }
        boolean live = wanted && terminal.errIsTerminal() && terminal.isCapable();
        return new TextReporter(output, verbosity(), live, terminal.width());
    }

    @Override
    public void close() {
        monitors.forEach(RunMonitor::close);
    }
}
