package dev.tandem.cli;

import dev.tandem.command.CommandContext;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists that people keep in files: of patterns, or of what to back up. The file {@code -} is standard input. */
public final class TextFile {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\$)|\\{([^}]*)}|([A-Za-z_][A-Za-z0-9_]*))");

    private TextFile() { }

    /** Returns the lines that say something: trimmed, without blank lines and comments. */
    public static List<String> entries(CommandContext context, String file) throws IOException {
        return lines(context, file).stream().map(String::strip).filter(TextFile::saysSomething).toList();
    }

    /** Returns the {@link #entries} of a file of patterns, with environment variables in place of {@code $NAME}. */
    public static List<String> patterns(CommandContext context, String file) throws IOException {
        return List.copyOf(numberedPatterns(context, file).values());
    }

    /** Returns the {@link #patterns} of a file by the numbers of their lines, from 1. */
    public static SortedMap<Integer, String> numberedPatterns(CommandContext context, String file) throws IOException {
        SortedMap<Integer, String> patterns = new TreeMap<>();
        List<String> lines = lines(context, file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (saysSomething(line)) {
                patterns.put(i + 1, expand(line, context.environment()));
            }
        }
        return patterns;
    }

    private static boolean saysSomething(String line) {
        return !line.isEmpty() && !line.startsWith("#");
    }

    /** Returns the lines that are not empty, as they are. */
    public static List<String> verbatim(CommandContext context, String file) throws IOException {
        return lines(context, file).stream().filter(line -> !line.isEmpty()).toList();
    }

    /** Returns the names of a file in which a NUL ends each. */
    public static List<String> raw(CommandContext context, String file) throws IOException, CommandException {
        String text = read(context, file);
        if (!text.isEmpty() && !text.endsWith("\0")) {
            throw CommandException.usage(file + " does not end with a NUL, so its last name may be cut off; make it "
                    + "with 'find … -print0'");
        }
        List<String> names = new ArrayList<>();
        for (String name : text.split("\0")) {
            if (!name.isEmpty()) {
                names.add(name);
            } else if (!text.isEmpty()) {
                throw CommandException.usage(file + " holds an empty name");
            }
        }
        return names;
    }

    /** Returns {@code text} with {@code $NAME} and {@code ${NAME}} replaced; {@code $$} is a dollar sign. */
    static String expand(String text, Map<String, String> environment) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            String name = match.group(2) != null ? match.group(2) : match.group(3);
            return Matcher.quoteReplacement(match.group(1) != null ? "$" : environment.getOrDefault(name, ""));
        });
    }

    /** Returns all lines, as they are. */
    public static List<String> lines(CommandContext context, String file) throws IOException {
        String text = read(context, file);
        return (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
    }

    private static String read(CommandContext context, String file) throws IOException {
        return RawText.decode(file.equals("-") ? context.input().readAllBytes()
                : Files.readAllBytes(context.workingDirectory().resolve(file)));
    }
}
