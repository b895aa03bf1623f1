package dev.tandem.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import picocli.CommandLine.Option;

/** Options every command has; they may stand before the command's name too. */
final class GlobalOptions {
    // Options of most commands that restic's users are used to write first: they are passed on to the command.
    private static final List<String> PASSED_ON = List.of("--insecure-no-password", "--no-lock");
    private static final List<String> PASSED_ON_WITH_VALUE = List.of("-r", "--repo", "--repository-file", "-p",
            "--password-file", "--password-command", "--retry-lock");

    @Option(names = "--json", description = "results as JSON, one object a line")
    boolean json;

    @Option(names = {"-v", "--verbose"}, description = "say more; twice: every item")
    boolean[] verbose = {};

    @Option(names = {"-q", "--quiet"}, description = "only results and errors")
    boolean quiet;

    @Option(names = "--no-progress", description = "no live progress")
    boolean noProgress;

    // The launcher needs it before any bundle runs; here it is only allowed to be there.
    @Option(names = "--data", paramLabel = "DIR", description = "folder for everything this program keeps")
    String data;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "show this help and exit")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "show the version and exit")
    boolean version;

    /**
     * Options before the command, the command, and what follows it.
     *
     * @param options  what stands before the command
     * @param passedOn what stands before it and is the command's own
     * @param command  the command and its arguments; empty when there is none
     */
    record Prefix(GlobalOptions options, List<String> passedOn, List<String> command) { }

    /**
     * Reads the options before the command. By hand, as starting picocli would double the time of {@code --version}.
     *
     * @throws CommandException for an option that is none of these
     */
    static Prefix parsePrefix(String[] arguments) throws CommandException {
        GlobalOptions options = new GlobalOptions();
        Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
        List<String> passedOn = new ArrayList<>();
        while (!rest.isEmpty() && rest.peekFirst().startsWith("-")) {
            String argument = rest.removeFirst();
            if (argument.equals("--data")) {
                options.data = value(argument, rest);
            } else if (PASSED_ON_WITH_VALUE.contains(argument)) {
                passedOn.addAll(List.of(argument, value(argument, rest)));
            } else if (isPassedOn(argument)) {
                passedOn.add(argument);
            } else {
                options.accept(argument);
            }
        }
        return new Prefix(options, passedOn, new ArrayList<>(rest));
    }

    private static String value(String option, Deque<String> rest) throws CommandException {
        if (rest.isEmpty()) {
            throw CommandException.usage(option + " needs a value");
        }
        return rest.removeFirst();
    }

    private static boolean isPassedOn(String argument) {
        return PASSED_ON.contains(argument) || PASSED_ON_WITH_VALUE.stream()
                .anyMatch(option -> option.startsWith("--") && argument.startsWith(option + "="));
    }

    private void accept(String argument) throws CommandException {
        switch (argument) {
            case "--json" -> json = true;
            case "--quiet" -> quiet = true;
            case "--verbose" -> verbose = louder(1);
            case "--no-progress" -> noProgress = true;
            case "--help" -> help = true;
            case "--version" -> version = true;
            default -> {
                if (argument.startsWith("--data=")) {
                    data = argument.substring("--data=".length());
                } else if (argument.matches("-[vqh]+")) {
                    verbose = louder((int) argument.chars().filter(c -> c == 'v').count());
                    quiet |= argument.indexOf('q') > 0;
                    help |= argument.indexOf('h') > 0;
                } else {
                    throw CommandException.usage("unknown option '" + argument
                            + "'; options of a command stand after its name: tandem COMMAND " + argument);
                }
            }
        }
    }

    private boolean[] louder(int by) {
        boolean[] more = Arrays.copyOf(verbose, verbose.length + by);
        Arrays.fill(more, true);
        return more;
    }

    /** Returns these and {@code others} together. */
    GlobalOptions with(GlobalOptions others) {
        GlobalOptions both = new GlobalOptions();
        both.json = json || others.json;
        both.verbose = others.louder(verbose.length);
        both.quiet = quiet || others.quiet;
        both.noProgress = noProgress || others.noProgress;
        both.help = help || others.help;
        both.version = version || others.version;
        return both;
    }

    /** Returns how much is said: -1, 0, 1 … */
    int verbosity() {
        return quiet ? -1 : verbose.length;
    }

    /** Returns the usage lines of these options for the list of commands. */
    static List<String> usage() {
        List<String> lines = new ArrayList<>();
        lines.add("      --data DIR      folder for everything this program keeps (default: ~/.tandem)");
        lines.add("      --json          results as JSON, one object a line");
        lines.add("  -v, --verbose       say more; twice: every item");
        lines.add("  -q, --quiet         only results and errors");
        lines.add("      --no-progress   no live progress");
        lines.add("      --version       show the version and exit");
        lines.add("  -h, --help          show this help and exit; after a command: the help of it");
        return lines;
    }
}
