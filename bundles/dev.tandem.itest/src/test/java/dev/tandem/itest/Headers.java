package dev.tandem.itest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads headers of the form {@code name;attribute=value;directive:="a,b",name…} of a bundle's manifest. */
final class Headers {
    private Headers() { }

    /** Returns the parameters of each name; a name given twice keeps the last ones. */
    static Map<String, Map<String, String>> parse(String header) {
        Map<String, Map<String, String>> clauses = new LinkedHashMap<>();
        if (header == null || header.isBlank()) {
            return clauses;
        }
        for (String clause : split(header, ',')) {
            List<String> names = new ArrayList<>();
            Map<String, String> parameters = new LinkedHashMap<>();
            for (String part : split(clause, ';')) {
                int equals = part.indexOf('=');
                if (equals < 0) {
                    names.add(part);
                } else {
                    String name = part.substring(0, part.charAt(equals - 1) == ':' ? equals - 1 : equals).strip();
                    parameters.put(name, part.substring(equals + 1).strip().replace("\"", ""));
                }
            }
            names.forEach(name -> clauses.put(name, parameters));
        }
        return clauses;
    }

    /** Splits outside of quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (char c : text.toCharArray()) {
            quoted ^= c == '"';
            if (c == separator && !quoted) {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        return parts;
    }
}
