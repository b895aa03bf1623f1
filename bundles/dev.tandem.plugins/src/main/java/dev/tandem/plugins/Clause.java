package dev.tandem.plugins;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of a manifest header, {@code a;b;version="[1,2)";resolution:=optional}.
 *
 * @param names      {@code a} and {@code b}
 * @param parameters attributes by their names; directives too, their names ending with a colon
 */
record Clause(List<String> names, Map<String, String> parameters) {
    /** Reads a header; one that is not there has no clause. */
    static List<Clause> parse(String header) {
        if (header == null || header.isBlank()) {
            return List.of();
        }
        return split(header, ',').stream().map(Clause::clause).toList();
    }

    private static Clause clause(String text) {
        List<String> names = new ArrayList<>();
        Map<String, String> parameters = new HashMap<>();
        for (String part : split(text, ';')) {
            int sign = part.indexOf('=');
            if (sign < 0) {
                names.add(part.strip());
            } else {
                // An attribute may tell its type, as in version:Version="1.0"; that is no part of its name.
                String name = part.substring(0, sign).strip();
                parameters.put(name.endsWith(":") ? name : name.replaceFirst(":.*", ""),
                        unquoted(part.substring(sign + 1).strip()));
            }
        }
        return new Clause(names, parameters);
    }

    /** Splits at a separator that stands outside of quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static String unquoted(String text) {
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"") ? text.substring(1, text.length() - 1)
                : text;
    }

    String parameter(String name, String otherwise) {
        return parameters.getOrDefault(name, otherwise);
    }
}
