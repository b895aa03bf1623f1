package dev.tandem.cli;

import dev.tandem.command.Command;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs the command line in this process, with streams and an environment of its own. */
public final class Cli {
    /** What a call left behind. */
    public record Result(int exitCode, String out, String err, byte[] raw) {
        public List<String> outLines() {
            return out.lines().toList();
        }
    }

    private final List<CommandCatalog.Entry> commands = new ArrayList<>();
    private final Deque<String> typed = new ArrayDeque<>();
    private final List<String> questions = new ArrayList<>();
    public final Map<String, String> environment = new HashMap<>();
    public Path workingDirectory = Path.of("/work/dir");
    public byte[] input = {};
    public boolean errIsTerminal;
    /** Bytes of standard output after which nobody reads any more. */
    public int readerLeavesAfter = Integer.MAX_VALUE;
    public final List<Integer> halts = new ArrayList<>();
    final Interrupts interrupts = new Interrupts(() -> { }, halts::add);

    public Cli command(String name, Supplier<Command> command) {
        return command(name, Optional.empty(), command);
    }

    public Cli pluginCommand(String name, String plugin, Supplier<Command> command) {
        return command(name, Optional.of(plugin), command);
    }

    private Cli command(String name, Optional<String> plugin, Supplier<Command> command) {
        commands.add(new CommandCatalog.Entry(name, "summary of " + name, commands.size(), plugin, command));
        return this;
    }

    public Cli types(String... passwords) {
        typed.addAll(Arrays.asList(passwords));
        return this;
    }

    public List<String> questions() {
        return questions;
    }

    public void interrupt() {
        interrupts.request();
    }

    public Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream in = new ByteArrayInputStream(input);
        Terminal terminal = new Terminal(in, limited(out), err, false, errIsTerminal, 80, environment,
                workingDirectory, this::ask);
        Shell shell = new Shell(new CommandCatalog(commands), "1.2.3", terminal, new Output(terminal), interrupts);
        int exitCode = shell.run(arguments);
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8),
                out.toByteArray());
    }

    private OutputStream limited(ByteArrayOutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (out.size() + length > readerLeavesAfter) {
                    throw new IOException("Broken pipe");
                }
                out.write(bytes, offset, length);
            }
        };
    }

    private Optional<char[]> ask(String question) {
        questions.add(question);
        return typed.isEmpty() ? Optional.empty() : Optional.of(typed.removeFirst().toCharArray());
    }
}
