package dev.tandem.scanner.selection;

import dev.tandem.model.RawPath;
import dev.tandem.scan.Selection;
import dev.tandem.scan.SelectionRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Compiled rules. As in rclone, files and directories have lists of their own: a rule about files adds to the list of
 * directories those in which the files may lie, so that they are looked into, and nothing more.
 */
final class RuleList implements Selection {
    private static final Above NOTHING_ABOVE = new Above(new byte[0], null);

    private final Entry[] files;
    private final Entry[] directories;
    /** The directory that was last asked about, as the next path is likely beside the last one. */
    private volatile Above last = NOTHING_ABOVE;

    private RuleList(List<Entry> files, List<Entry> directories) {
        this.files = files.toArray(Entry[]::new);
        this.directories = directories.toArray(Entry[]::new);
    }

    /**
     * A rule in one of the lists.
     *
     * @param derived whether it is only there so that a directory is looked into
     */
    private record Entry(SelectionRule rule, PathGlob glob, boolean derived) {
        boolean matches(byte[] text, int name, int end) {
            return glob.matches(text, name, end);
        }
    }

    /**
     * What was found about a directory.
     *
     * @param directory its path, with {@code /} at the end
     * @param out       the rule that leaves it, or a directory above, out; null where none does
     */
    private record Above(byte[] directory, SelectionRule out) {
    }

    /** What was found about a directory by itself. */
    private record Decision(Part part, SelectionRule rule) {
    }

    /**
     * Compiles rules.
     *
     * @throws IllegalArgumentException for a pattern that is malformed; the message quotes it
     */
    static RuleList compile(List<SelectionRule> rules) {
        List<Entry> files = new ArrayList<>();
        List<Entry> directories = new ArrayList<>();
        for (SelectionRule rule : rules) {
            try {
                add(rule, files, directories);
            } catch (IllegalArgumentException malformed) {
                String where = rule.origin().isEmpty() ? "" : " (" + rule.origin() + ")";
                throw new IllegalArgumentException("the pattern \"" + rule.pattern() + "\"" + where
                        + " is malformed: " + malformed.getMessage(), malformed);
            }
        }
        return new RuleList(files, directories);
    }

    private static void add(SelectionRule rule, List<Entry> files, List<Entry> directories) {
        String pattern = rule.pattern();
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("it is empty");
        }
        boolean forDirectories = pattern.endsWith("/");
        boolean forFiles = !forDirectories;
        if (forDirectories && !rule.include()) {
            pattern += "**";
        }
        if (pattern.contains("**")) {
            forDirectories = true;
            forFiles = true;
        }
        if (forFiles) {
            add(pattern, false, rule, false, files);
            if (rule.include() || pattern.equals("*")) {
                DirectoryGlobs.of(pattern).forEach(glob -> add(glob, true, rule, rule.include(), directories));
            }
        }
        if (forDirectories) {
            add(pattern, true, rule, false, directories);
        }
    }

    private static void add(String pattern, boolean forDirectories, SelectionRule rule, boolean derived,
            List<Entry> entries) {
        GlobCompiler.compile(pattern, forDirectories, rule.ignoreCase())
                .ifPresent(glob -> entries.add(new Entry(rule, glob, derived)));
    }

    @Override
    public Part part(RawPath relative, boolean directory) {
        if (isRoot(relative)) {
            return Part.IN;
        }
        byte[] text = text(relative, directory);
        if (outAbove(text, directory) != null) {
            return Part.OUT;
        }
        if (directory) {
            return directory(text, text.length).part;
        }
        Entry first = file(text);
        return first == null || first.rule.include() ? Part.IN : Part.OUT;
    }

    @Override
    public Optional<SelectionRule> decides(RawPath relative, boolean directory) {
        if (isRoot(relative)) {
            return Optional.empty();
        }
        byte[] text = text(relative, directory);
        SelectionRule out = outAbove(text, directory);
        if (out != null) {
            return Optional.of(out);
        }
        if (directory) {
            return Optional.ofNullable(directory(text, text.length).rule);
        }
        return Optional.ofNullable(file(text)).map(Entry::rule);
    }

    private static boolean isRoot(RawPath relative) {
        if (relative.isAbsolute()) {
            throw new IllegalArgumentException(relative + " is not relative to a folder");
        }
        return relative.length() == 1 && relative.at(0) == '.';
    }

    private static byte[] text(RawPath relative, boolean directory) {
        byte[] text = new byte[relative.length() + (directory ? 1 : 0)];
        relative.copyTo(text, 0);
        if (directory) {
            text[text.length - 1] = '/';
        }
        return text;
    }

    private Entry file(byte[] text) {
        int name = afterSlash(text, text.length);
        for (Entry entry : files) {
            if (entry.matches(text, name, text.length)) {
                return entry;
            }
        }
        return null;
    }

    /** Decides on the directory whose path ends, with its {@code /}, at {@code end}, as if all above it were in. */
    private Decision directory(byte[] text, int end) {
        boolean lookedInto = false;
        for (Entry entry : directories) {
            if (!(entry.derived && lookedInto) && entry.matches(text, end, end)) {
                if (!entry.derived) {
                    Part part = entry.rule.include() ? Part.IN : lookedInto ? Part.BELOW : Part.OUT;
                    return new Decision(part, entry.rule);
                }
                lookedInto = true;
            }
        }
        return new Decision(Part.IN, null);
    }

    /** Returns the rule that leaves out a directory above; null where none does. */
    private SelectionRule outAbove(byte[] text, boolean directory) {
        int end = afterSlash(text, directory ? text.length - 1 : text.length);
        if (end == 0 || directories.length == 0) {
            return null;
        }
        Above known = last;
        if (known.directory.length != end || !Arrays.equals(known.directory, 0, end, text, 0, end)) {
            known = new Above(Arrays.copyOf(text, end), firstOut(text, end));
            last = known;
        }
        return known.out;
    }

    private SelectionRule firstOut(byte[] text, int end) {
        for (int i = 0; i < end; i++) {
            if (text[i] == '/') {
                Decision decision = directory(text, i + 1);
                if (decision.part == Part.OUT) {
                    return decision.rule;
                }
            }
        }
        return null;
    }

    /** Returns where the name that ends before {@code end} starts. */
    private static int afterSlash(byte[] text, int end) {
        int at = end;
        while (at > 0 && text[at - 1] != '/') {
            at--;
        }
        return at;
    }
}
