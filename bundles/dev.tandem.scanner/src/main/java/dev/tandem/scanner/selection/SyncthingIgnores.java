package dev.tandem.scanner.selection;

import dev.tandem.scan.SelectionRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Syncthing's {@code .stignore} as it is read on Linux: the first match wins, for a path and all below; {@code !} takes
 * part. {@code (?d)} is passed over: it tells what may be deleted, and what does not take part here never is.
 */
final class SyncthingIgnores {
    private SyncthingIgnores() {
    }

    static List<SelectionRule> translate(List<Line> lines) {
        List<SelectionRule> rules = new ArrayList<>();
        for (Line line : lines) {
            String text = line.text().strip();
            if (text.startsWith("#include")) {
                throw line.refused("other files are not read; put their lines here instead");
            }
            if (text.startsWith("#escape")) {
                throw line.refused("only \\ escapes");
            }
            if (!text.isEmpty() && !text.startsWith("//")) {
                rules.addAll(new Pattern(line, text).rules());
            }
        }
        return rules;
    }

    /** What a line says. */
    private static final class Pattern {
        private final Line line;
        private boolean include;
        private boolean ignoreCase;
        private String bare;

        Pattern(Line line, String text) {
            this.line = line;
            bare = text;
            readPrefixes();
            if (bare.isEmpty()) {
                throw line.refused("no pattern follows");
            }
        }

        /** Prefixes come in any order, each once. */
        private void readPrefixes() {
            boolean deletable = false;
            while (true) {
                if (!include && bare.startsWith("!")) {
                    include = true;
                    bare = bare.substring(1);
                } else if (!ignoreCase && bare.startsWith("(?i)")) {
                    ignoreCase = true;
                    bare = bare.substring(4);
                } else if (!deletable && bare.startsWith("(?d)")) {
                    deletable = true;
                    bare = bare.substring(4);
                } else {
                    return;
                }
            }
        }

        List<SelectionRule> rules() {
            boolean rooted = bare.startsWith("/");
            String whole = bare.endsWith("/") ? bare + "**" : bare;
            if (whole.startsWith("**/")) {
                whole = whole.substring(3);
            }
            boolean belowOnly = whole.endsWith("/**");
            String top = belowOnly ? whole.substring(0, whole.length() - 3) : whole;
            GlobWriter writer = new GlobWriter(line, top);
            String written = rooted && top.isEmpty() ? "/" : writer.write();
            String pattern = belowOnly ? (written.equals("/") ? "/**?" : written + "/**?") : written;
            String anchored = include && !rooted && (pattern.contains("/") || pattern.contains("**"))
                    ? "/{**/,}" + pattern : pattern;
            // Here such a set would match the / that ends a directory, too.
            if (!belowOnly && writer.mayMatchSlash && anchored.contains("**")) {
                throw line.refused("a set that may stand for a / is not translated beside a **, or in what takes part"
                        + " at any depth");
            }
            return List.of(rule(anchored), rule(include ? anchored + "/**" : anchored + "/"));
        }

        private SelectionRule rule(String pattern) {
            return new SelectionRule(include, pattern, ignoreCase, line.origin());
        }
    }

    /** Writes a pattern in our syntax. */
    private static final class GlobWriter {
        private final Line line;
        private final String glob;
        private final StringBuilder text = new StringBuilder();
        private int at;
        private int depth;
        /** Whether a set was written that holds {@code /}, as all that are negated do unless it is in them. */
        private boolean mayMatchSlash;

        GlobWriter(Line line, String glob) {
            this.line = line;
            this.glob = glob;
        }

        String write() {
            while (at < glob.length()) {
                int c = next();
                switch (c) {
                    case '*' -> star();
                    case '?' -> text.append('?');
                    case '[' -> set();
                    case '{' -> open();
                    case '}' -> close();
                    case ',' -> text.append(depth > 0 ? "," : "\\,");
                    case '\\' -> text.append(Escapes.outside(escaped()));
                    default -> text.append(Escapes.outside(c));
                }
            }
            if (depth > 0) {
                throw line.refused("{ has no }");
            }
            return text.toString();
        }

        private int next() {
            if (at == glob.length()) {
                throw line.refused("[ has no ]");
            }
            int c = glob.codePointAt(at);
            at += Character.charCount(c);
            return c;
        }

        private int escaped() {
            if (at == glob.length()) {
                throw line.refused("nothing follows the last \\");
            }
            return next();
        }

        private void star() {
            text.append('*');
            if (text.toString().endsWith("***")) {
                throw line.refused("more than two * stand together");
            }
        }

        private void open() {
            if (glob.startsWith("{", at)) {
                throw line.refused("{{ starts a regular expression here; write the patterns on lines of their own");
            }
            depth++;
            text.append('{');
        }

        private void close() {
            text.append(depth > 0 ? "}" : "\\}");
            depth = Math.max(0, depth - 1);
        }

        /** Syncthing has one range or a list of characters, not both. */
        private void set() {
            boolean negated = glob.startsWith("!", at);
            if (negated) {
                at++;
            }
            text.append(negated ? "[^" : "[");
            int start = text.length();
            boolean slash = false;
            int first = next();
            if (glob.startsWith("-", at)) {
                at++;
                int last = next();
                slash = first <= '/' && '/' <= last;
                text.append(Escapes.inside(first)).append('-').append(Escapes.inside(last));
                if (next() != ']') {
                    throw line.refused("[..] holds a range and more; Syncthing does not know that either");
                }
            } else {
                for (int c = first; c != ']'; c = next()) {
                    slash |= c == '/';
                    text.append(Escapes.inside(c == '\\' ? escaped() : c));
                }
            }
            if (text.length() == start) {
                throw line.refused("nothing stands between [ and ]");
            }
            text.append(']');
            mayMatchSlash |= slash != negated;
        }
    }
}
