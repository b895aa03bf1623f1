package dev.tandem.cli.commands;

import dev.tandem.cli.CommandException;
import dev.tandem.cli.TextFile;
import dev.tandem.command.CommandContext;
import dev.tandem.scan.Filters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** Tells whether any was given. */
    boolean any() {
        return !(excludes.isEmpty() && ignoreCaseExcludes.isEmpty() && excludeFiles.isEmpty()
                && ignoreCaseExcludeFiles.isEmpty());
    }

    /** Returns the patterns given and those in files; where each comes from is added to {@code origins}. */
    List<String> excludes(CommandContext context, Filters filters, Map<String, String> origins)
            throws IOException, CommandException {
        return all("--exclude", excludes, excludeFiles, context, filters, origins);
    }

    /** Returns those matched whatever the case; where each comes from is added to {@code origins}. */
    List<String> ignoreCaseExcludes(CommandContext context, Filters filters, Map<String, String> origins)
            throws IOException, CommandException {
        return all("--iexclude", ignoreCaseExcludes, ignoreCaseExcludeFiles, context, filters, origins);
    }

    private static List<String> all(String option, List<String> given, List<String> files, CommandContext context,
            Filters filters, Map<String, String> origins) throws IOException, CommandException {
        List<String> patterns = new ArrayList<>(given);
        given.forEach(pattern -> ExcludeOptions.addOrigin(origins, pattern, option));
        for (String file : files) {
            TextFile.numberedPatterns(context, file).forEach((line, pattern) -> {
                patterns.add(pattern);
                ExcludeOptions.addOrigin(origins, pattern, "line " + line + " of " + file);
            });
        }
        ExcludeOptions.requireWellFormed(filters, patterns);
        return patterns;
    }
}
