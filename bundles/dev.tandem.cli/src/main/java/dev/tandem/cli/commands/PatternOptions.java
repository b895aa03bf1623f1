package dev.tandem.cli.commands;

import dev.tandem.cli.CommandException;
import dev.tandem.command.CommandContext;
import dev.tandem.scan.Filters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Patterns of what is left out. */
final class PatternOptions {
    @Option(names = {"-e", "--exclude"}, paramLabel = "PATTERN", description = "leave out what matches (repeatable)")
    List<String> excludes = new ArrayList<>();

    @Option(names = "--iexclude", paramLabel = "PATTERN", description = "the same, whatever the case (repeatable)")
    List<String> ignoreCaseExcludes = new ArrayList<>();

    @Option(names = "--exclude-file", paramLabel = "FILE", description = "read patterns from a file (repeatable)")
    List<String> excludeFiles = new ArrayList<>();

    @Option(names = "--iexclude-file", paramLabel = "FILE", description = "the same, whatever the case (repeatable)")
    List<String> ignoreCaseExcludeFiles = new ArrayList<>();

    /** Returns the patterns given and those in files. */
    List<String> excludes(CommandContext context, Filters filters) throws IOException, CommandException {
        return all(excludes, excludeFiles, context, filters);
    }

    /** Returns those matched whatever the case. */
    List<String> ignoreCaseExcludes(CommandContext context, Filters filters) throws IOException, CommandException {
        return all(ignoreCaseExcludes, ignoreCaseExcludeFiles, context, filters);
    }

    private static List<String> all(List<String> given, List<String> files, CommandContext context, Filters filters)
            throws IOException, CommandException {
        List<String> patterns = new ArrayList<>(given);
        for (String file : files) {
            patterns.addAll(TextFile.patterns(context, file));
        }
        ExcludeOptions.requireWellFormed(filters, patterns);
        return patterns;
    }
}
