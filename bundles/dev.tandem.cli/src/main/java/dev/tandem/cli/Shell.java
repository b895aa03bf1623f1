package dev.tandem.cli;

import dev.tandem.command.Command;
import dev.tandem.command.ExitCode;
import dev.tandem.plugin.PluginFault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns arguments into the call of a command, and what becomes of it into an exit code. */
final class Shell {
    private static final System.Logger LOG = System.getLogger(Shell.class.getName());

    private final CommandCatalog catalog;
    private final String version;
    private final Terminal terminal;
    private final Output output;
    private final Interrupts interrupts;

    Shell(CommandCatalog catalog, String version, Terminal terminal, Output output, Interrupts interrupts) {
        this.catalog = catalog;
        this.version = version;
        this.terminal = terminal;
        this.output = output;
        this.interrupts = interrupts;
    }

    /** Runs what {@code arguments} say and returns the exit code of the process. */
    int run(String... arguments) {
        // Known before the arguments are, so that a program also gets their errors as it asked for.
        GlobalOptions options = new GlobalOptions();
        options.json = Arrays.asList(arguments).contains("--json");
        try {
            int exitCode = dispatch(arguments, options);
            output.flush();
            return exitCode;
        } catch (OutputClosed _) {
            return OutputClosed.EXIT_CODE;
        } catch (Exception | Error failed) {
            return fail(failed, options);
        }
    }

    private int dispatch(String[] arguments, GlobalOptions effective) throws Exception {
        GlobalOptions.Prefix prefix = GlobalOptions.parsePrefix(arguments);
        List<String> words = prefix.command();
        effective.json |= prefix.options().json;
        effective.verbose = prefix.options().verbose;
        if (prefix.options().version) {
            return printVersion(effective);
        }
        if (words.isEmpty() || words.equals(List.of("help"))) {
            return printHelp();
        }
        boolean help = prefix.options().help || words.getFirst().equals("help");
        List<String> call = words.getFirst().equals("help") ? words.subList(1, words.size()) : words;
        Optional<CommandCatalog.Entry> entry = catalog.find(call);
        List<CommandCatalog.Entry> group = catalog.group(call.getFirst());
        boolean asked = help || call.size() == 2 && List.of("-h", "--help").contains(call.getLast());
        if (entry.isEmpty() && !group.isEmpty() && asked) {
            return printGroup(call.getFirst(), group);
        }
        List<String> own = new ArrayList<>(prefix.passedOn());
        own.addAll(call.subList(entry.orElseThrow(() -> unknown(call)).words().size(), call.size()));
        try {
            return call(entry.get(), own, prefix.options(), effective, help);
        } catch (OutputClosed | UncheckedIOException told) {
            throw told;
        } catch (RuntimeException | Error thrown) {
            throw blamed(entry.get(), thrown);
        }
    }

    /** Returns what is to be thrown on: what a plugin must not throw says whose fault it is. */
    private static RuntimeException blamed(CommandCatalog.Entry entry, Throwable thrown) {
        return switch (thrown) {
            case Throwable t when entry.plugin().isPresent() && PluginFault.is(t) ->
                new PluginFault(entry.plugin().get(), "the command '" + entry.name() + "'", t);
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException(thrown);
        };
    }

    private CommandException unknown(List<String> call) {
        String name = call.getFirst();
        List<String> group = catalog.group(name).stream().map(CommandCatalog.Entry::name).toList();
        if (!group.isEmpty()) {
            return CommandException.usage("'" + name + "' needs a second word right after it: "
                    + String.join(", ", group) + "\nrun 'tandem " + name + " --help' for what they do");
        }
        String meant = catalog.suggestion(name).map(s -> "; did you mean '" + s + "'?").orElse("");
        return CommandException.usage("unknown command '" + name + "'" + meant
                + "\nrun 'tandem --help' for the list of commands");
    }

    private int call(CommandCatalog.Entry entry, List<String> arguments, GlobalOptions before, GlobalOptions effective,
            boolean help) throws Exception {
        Command command = entry.command().get();
        GlobalOptions after = new GlobalOptions();
        ArgumentParser parser = new ArgumentParser(entry, command, after);
        if (!help) {
            parser.parse(arguments);
        }
        if (help || after.help) {
            parser.usage().forEach(output::result);
            return ExitCode.DONE;
        }
        GlobalOptions options = before.with(after);
        effective.json = options.json;
        effective.verbose = options.verbose;
        if (options.version) {
            return printVersion(options);
        }
        try (Invocation invocation = new Invocation(terminal, output, options, interrupts)) {
            return command.run(invocation);
        }
    }

    private int printVersion(GlobalOptions options) {
        if (options.json) {
            output.jsonResult(Json.line("version", Map.of("version", version)));
        } else {
            output.result("tandem " + version);
        }
        return ExitCode.DONE;
    }

    private int printGroup(String word, List<CommandCatalog.Entry> group) {
        output.result("Usage: tandem " + word + " COMMAND [ARGUMENTS]");
        output.result("");
        printCommands(group);
        output.result("");
        output.result("run 'tandem " + word + " COMMAND --help' for the options of one");
        return ExitCode.DONE;
    }

    private void printCommands(List<CommandCatalog.Entry> entries) {
        int width = entries.stream().mapToInt(entry -> entry.name().length()).max().orElse(0);
        output.result("Commands:");
        for (CommandCatalog.Entry entry : entries) {
            String gap = " ".repeat(width - entry.name().length() + 2);
            output.result("  " + entry.name() + gap + entry.summary());
        }
    }

    private int printHelp() {
        output.result("tandem " + version + ": backups in restic's repository format, and folders in step");
        output.result("");
        output.result("Usage: tandem [OPTIONS] COMMAND [ARGUMENTS]");
        output.result("");
        printCommands(catalog.entries());
        output.result("");
        output.result("Options:");
        GlobalOptions.usage().forEach(output::result);
        output.result("");
        output.result("First backup: tandem backup FOLDER");
        output.result("First sync: tandem sync --dry-run LEFT RIGHT, and then without --dry-run");
        return ExitCode.DONE;
    }

    private int fail(Throwable thrown, GlobalOptions options) {
        Failure failure = Failure.of(thrown);
        if (failure.defect()) {
            LOG.log(System.Logger.Level.ERROR, failure.message(), thrown);
        }
        try {
            output.flush();
        } catch (OutputClosed nobodyReads) {
            // The failure that is being told comes first.
            LOG.log(System.Logger.Level.DEBUG, "standard output is closed", nobodyReads);
        }
        if (options.json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("code", failure.exitCode());
            fields.put("message", failure.message());
            output.jsonMessage(Json.line("exit_error", fields));
        } else {
            output.error(failure.message());
            if (options.verbosity() > 0) {
                stack(thrown).forEach(output::message);
            }
        }
        return failure.exitCode();
    }

    private static List<String> stack(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString().lines().toList();
    }
}
