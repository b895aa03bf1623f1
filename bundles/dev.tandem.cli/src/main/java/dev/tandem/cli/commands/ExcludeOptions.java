package dev.tandem.cli.commands;

import dev.tandem.cli.CommandException;
import dev.tandem.cli.Units;
import dev.tandem.command.CommandContext;
import dev.tandem.command.ExitCode;
import dev.tandem.scan.Filters;
import dev.tandem.scan.SourceRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a backup leaves out. */
final class ExcludeOptions {
    @Mixin
    PatternOptions patterns = new PatternOptions();

    @Option(names = "--exclude-if-present", paramLabel = "NAME[:HEADER]",
            description = "leave out folders that hold this file, which begins with HEADER (repeatable)")
    List<String> ifPresent = new ArrayList<>();

    @Option(names = "--exclude-caches", description = "leave out folders marked by a CACHEDIR.TAG")
    boolean caches;

    @Option(names = "--exclude-larger-than", paramLabel = "SIZE", description = "leave out files above it: 10M, 2G")
    String largerThan;

    @Option(names = {"-x", "--one-file-system"}, description = "leave out folders on other file systems")
    boolean oneFileSystem;

    SourceRules rules(CommandContext context, Filters filters) throws IOException, CommandException {
        List<String> excludes = patterns.excludes(context, filters);
        List<String> ignoringCase = patterns.ignoreCaseExcludes(context, filters);
        List<String> markers = new ArrayList<>(ifPresent);
        if (caches) {
            markers.add(SourceRules.CACHE_TAG);
        }
        return new SourceRules(excludes, ignoringCase, markers, limit(), oneFileSystem);
    }

    private long limit() throws CommandException {
        if (largerThan == null) {
            return -1;
        }
        try {
            return Units.parseSize(largerThan);
        } catch (IllegalArgumentException malformed) {
            throw new CommandException(ExitCode.USAGE, "--exclude-larger-than: " + malformed.getMessage(), malformed);
        }
    }

    /** Finds a malformed pattern before any work is done for the others. */
    static void requireWellFormed(Filters filters, List<String> patterns) throws CommandException {
        try {
            filters.patterns(patterns, false);
        } catch (IllegalArgumentException malformed) {
            throw new CommandException(ExitCode.USAGE, malformed.getMessage(), malformed);
        }
    }
}
