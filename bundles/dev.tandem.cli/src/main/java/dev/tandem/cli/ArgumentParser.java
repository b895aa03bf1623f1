package dev.tandem.cli;

import dev.tandem.command.Command;
import dev.tandem.command.ExitCode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Fills the annotated fields of a command; the only class of this package that needs picocli to be loaded. */
final class ArgumentParser {
    private static final int USAGE_WIDTH = 100;

    private final CommandLine parser;

    ArgumentParser(CommandCatalog.Entry entry, Command command, GlobalOptions options) {
        // Leniently: a command may well have no option and no parameter, and so no annotation at all.
        CommandSpec spec = CommandSpec.forAnnotatedObjectLenient(command);
        parser = new CommandLine(spec);
        spec.name("tandem " + entry.name());
        spec.addMixin("global", CommandSpec.forAnnotatedObject(options));
        var usage = spec.usageMessage();
        if (usage.description().length == 0) {
            usage.description(entry.summary());
        }
        usage.width(USAGE_WIDTH).abbreviateSynopsis(true).sortOptions(false);
        spec.args().stream().flatMap(arg -> Stream.of(arg.auxiliaryTypes())).filter(Class::isEnum).distinct()
                .forEach(this::readPlainly);
        // A file whose name begins with @ is a file to back up, not a list of arguments.
        parser.setExpandAtFiles(false);
    }

    /** Reads a choice; picocli would name each one twice, as code and as text, to a person who mistyped it. */
    private <E> void readPlainly(Class<E> choice) {
        parser.registerConverter(choice, text -> Stream.of(choice.getEnumConstants())
                .filter(value -> isMeant(value, text)).findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is none of "
                        + Stream.of(choice.getEnumConstants()).map(value -> value.toString().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")))));
    }

    private static boolean isMeant(Object value, String text) {
        return value.toString().equalsIgnoreCase(text) || ((Enum<?>) value).name().equalsIgnoreCase(text);
    }

    /**
     * Fills the fields.
     *
     * @throws CommandException when the arguments are not the command's
     */
    void parse(List<String> arguments) throws CommandException {
        try {
            parser.parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException wrong) {
            throw new CommandException(ExitCode.USAGE, wrong.getMessage() + "\nrun '"
                    + parser.getCommandSpec().qualifiedName() + " --help' for its options", wrong);
        }
    }

    /** Returns the lines of the help text. */
    List<String> usage() {
        return parser.getUsageMessage(Ansi.OFF).lines().toList();
    }
}
