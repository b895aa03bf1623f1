package dev.tandem.scanner.selection;

import dev.tandem.scan.SelectionRule;
import dev.tandem.scanner.selection.TopDownRules.Own;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The lines {@code ignore = ...} and {@code ignorenot = ...} of a profile of Unison, and {@code ignorecase}: a path is left
 * out, with all below, where any of the first match and none of the second. {@code ?} and {@code [..]} stand for a
 * character, not for one byte of it.
 */
final class UnisonProfile {
    private static final Pattern SETTING = Pattern.compile("\\s*(\\w+)\\s*=\\s*(.*?)\\s*");
    private static final Pattern INCLUDE = Pattern.compile("\\s*\\??(include|source)\\b(?!\\s*=).*");

    private final List<Own> ignored = new ArrayList<>();
    private final List<Own> kept = new ArrayList<>();
    private boolean ignoreCase;

    private UnisonProfile() {
    }

    static List<SelectionRule> translate(List<Line> lines) {
        UnisonProfile profile = new UnisonProfile();
        lines.forEach(profile::readCase);
        lines.forEach(profile::read);
        return TopDownRules.of(Stream.concat(profile.kept.stream(), profile.ignored.stream()).toList());
    }

    private void readCase(Line line) {
        Matcher setting = SETTING.matcher(line.text());
        if (setting.matches() && setting.group(1).equals("ignorecase")) {
            ignoreCase = setting.group(2).equals("true");
        }
    }

    private void read(Line line) {
        if (INCLUDE.matcher(line.text()).matches()) {
            throw line.refused("other files are not read; put their lines here instead");
        }
        Matcher setting = SETTING.matcher(line.text());
        if (!setting.matches()) {
            return;
        }
        switch (setting.group(1)) {
            case "ignore" -> add(line, setting.group(2), false, ignored);
            case "ignorenot" -> add(line, setting.group(2), true, kept);
            default -> { }
        }
    }

    private void add(Line line, String value, boolean include, List<Own> list) {
        if (value.contains("->")) {
            throw line.refused("-> has no place in what is ignored");
        }
        int space = value.indexOf(' ');
        String kind = space < 0 ? value : value.substring(0, space);
        String text = space < 0 ? "" : value.substring(space + 1).strip();
        if (text.isEmpty()) {
            throw line.refused("it needs Name, Path, BelowPath or Regex and what that is");
        }
        List<String> patterns = switch (kind) {
            case "Name" -> UnisonGlob.translate(text, line);
            case "Path" -> paths(text, line, "");
            case "BelowPath" -> paths(text, line, include ? "{{(/.*)?}}" : "{,/**?}");
            case "Regex" -> List.of("/{{" + UnisonExpression.translate(text, line) + "}}");
            default -> throw line.refused("a pattern starts with Name, Path, BelowPath or Regex");
        };
        patterns.forEach(pattern -> list.add(new Own(line.origin(), include, ignoreCase, false, pattern)));
    }

    private static List<String> paths(String text, Line line, String end) {
        if (text.startsWith("/")) {
            throw line.refused("a path does not start with /");
        }
        return UnisonGlob.translate(text, line).stream().map(glob -> "/" + glob + end).toList();
    }
}
