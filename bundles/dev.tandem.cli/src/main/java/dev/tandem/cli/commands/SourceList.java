package dev.tandem.cli.commands;

import dev.tandem.cli.CommandException;
import dev.tandem.cli.RawText;
import dev.tandem.cli.TextFile;
import dev.tandem.command.CommandContext;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.PathPatterns;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a backup is made of: the arguments, and what files with lists name. */
final class SourceList {
    @Parameters(paramLabel = "FOLDER|FILE", arity = "0..*", description = "what to back up")
    List<String> arguments = new ArrayList<>();

    @Option(names = "--files-from", paramLabel = "FILE",
            description = "read what to back up from a file, with * ? [] (repeatable; - is standard input)")
    List<String> globFiles = new ArrayList<>();

    @Option(names = "--files-from-verbatim", paramLabel = "FILE", description = "the same, each line as it is")
    List<String> verbatimFiles = new ArrayList<>();

    @Option(names = "--files-from-raw", paramLabel = "FILE", description = "the same, each name ended by a NUL")
    List<String> rawFiles = new ArrayList<>();

    /** Returns the paths named, absolute or relative as they were written, each once. */
    List<RawPath> paths(CommandContext context, LocalReader reader, Filters filters)
            throws IOException, CommandException {
        Set<RawPath> paths = new LinkedHashSet<>();
        for (String argument : arguments) {
            if (argument.isEmpty()) {
                throw CommandException.usage("an empty name cannot be backed up; is a variable of a script not set?");
            }
            paths.add(RawText.path(argument));
        }
        for (String file : globFiles) {
            for (String line : TextFile.entries(context, file)) {
                paths.addAll(expand(RawText.path(line), context, reader, filters));
            }
        }
        for (String file : verbatimFiles) {
            TextFile.verbatim(context, file).forEach(line -> paths.add(RawText.path(line)));
        }
        for (String file : rawFiles) {
            TextFile.raw(context, file).forEach(name -> paths.add(RawText.path(name)));
        }
        return List.copyOf(paths);
    }

    boolean isEmpty() {
        return arguments.isEmpty() && globFiles.isEmpty() && verbatimFiles.isEmpty() && rawFiles.isEmpty();
    }

    /** Returns the existing paths that match {@code pattern}; the pattern itself where it has nothing to expand. */
    private static List<RawPath> expand(RawPath pattern, CommandContext context, LocalReader reader, Filters filters)
            throws IOException, CommandException {
        if (pattern.names().stream().noneMatch(SourceList::isPattern)) {
            return List.of(pattern);
        }
        List<RawPath> found = List.of(pattern.isAbsolute() ? RawPath.ROOT : RawPath.of("."));
        for (RawName name : pattern.names()) {
            List<RawPath> next = new ArrayList<>();
            for (RawPath folder : found) {
                if (isPattern(name)) {
                    next.addAll(matches(folder, name, context, reader, filters));
                } else {
                    next.add(folder.child(name));
                }
            }
            found = next;
        }
        List<RawPath> existing = new ArrayList<>();
        for (RawPath path : found) {
            if (exists(path, context, reader)) {
                existing.add(path);
            }
        }
        if (existing.isEmpty()) {
            context.say("nothing matches " + pattern);
        }
        return existing;
    }

    private static boolean isPattern(RawName name) {
        return name.toString().chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    private static List<RawPath> matches(RawPath folder, RawName pattern, CommandContext context, LocalReader reader,
            Filters filters) throws IOException, CommandException {
        List<String> anchored = List.of("/" + pattern);
        ExcludeOptions.requireWellFormed(filters, anchored);
        PathPatterns compiled = filters.patterns(anchored, false);
        try {
            return reader.names(absolute(folder, context)).stream()
                    .filter(name -> compiled.matches(RawPath.ROOT.child(name))).sorted().map(folder::child).toList();
        } catch (NotDirectoryException | NoSuchFileException noFolder) {
            // A pattern with more names after this one simply does not match here.
            return List.of();
        }
    }

    static RawPath absolute(RawPath path, CommandContext context) {
        if (path.isAbsolute()) {
            return path;
        }
        RawPath absolute = RawPath.of(context.workingDirectory());
        for (RawName name : path.names()) {
            absolute = name.toString().equals(".") ? absolute : absolute.child(name);
        }
        return absolute;
    }

    static boolean exists(RawPath path, CommandContext context, LocalReader reader) throws IOException {
        try {
            reader.stat(absolute(path, context));
            return true;
        } catch (NoSuchFileException | NotDirectoryException missing) {
            return false;
        }
    }
}
