package dev.tandem.backup.internal.engine;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How the sources of a backup become the root tree of a snapshot: each name of a source's path is a directory, the last
 * is the source itself (restic repository format, path mapping). A source below another one is covered by it.
 */
final class SourceTree {
    private static final RawName UP = RawName.of("..");

    private final RawPath real;
    private final NavigableMap<RawName, SourceTree> children = new TreeMap<>();
    private boolean source;

    private SourceTree(RawPath real) {
        this.real = real;
    }

    /**
     * Arranges sources; one that names no directory of its own ({@code /}, {@code .}, {@code ..}) stands for its entries.
     *
     * @param base absolute directory relative sources start from
     */
    static SourceTree of(List<RawPath> sources, RawPath base, LocalReader files) throws IOException {
        SourceTree root = new SourceTree(RawPath.ROOT);
        for (RawPath given : sources) {
            RawPath start = given.isAbsolute() ? RawPath.ROOT : base;
            List<RawName> names = cleaned(given);
            if (names.isEmpty() || names.getLast().equals(UP)) {
                for (RawName name : files.names(resolved(start, names))) {
                    List<RawName> entry = new ArrayList<>(names);
                    entry.add(name);
                    root.add(start, entry);
                }
            } else {
                root.add(start, names);
            }
        }
        return root;
    }

    /** Returns a source as an absolute path without {@code ..}, taken by its letters as restic does. */
    static RawPath absolute(RawPath source, RawPath base) {
        return resolved(source.isAbsolute() ? RawPath.ROOT : base, cleaned(source));
    }

    /** Returns where in a snapshot a source is found that does not share its name with another. */
    static RawPath recorded(RawPath source) {
        return resolved(RawPath.ROOT, cleaned(source));
    }

    private static RawPath resolved(RawPath start, List<RawName> names) {
        RawPath path = start;
        for (RawName name : names) {
            path = step(path, name);
        }
        return path;
    }

    private static RawPath step(RawPath path, RawName name) {
        return name.equals(UP) ? path.parent().orElse(RawPath.ROOT) : path.child(name);
    }

    /** Returns the names with each {@code ..} taking away the one before; those left stand at the front. */
    private static List<RawName> cleaned(RawPath path) {
        List<RawName> names = new ArrayList<>();
        for (RawName name : path.equals(RawPath.of(".")) ? List.<RawName>of() : path.names()) {
            if (!name.equals(UP)) {
                names.add(name);
            } else if (!names.isEmpty() && !names.getLast().equals(UP)) {
                names.removeLast();
            } else if (!path.isAbsolute()) {
                names.add(name);
            }
        }
        return names;
    }

    private void add(RawPath start, List<RawName> names) {
        RawPath path = start;
        SourceTree at = this;
        for (RawName name : names) {
            path = step(path, name);
            if (!name.equals(UP)) {
                at = at.childFor(name, path);
            }
            if (at.source) {
                return;
            }
        }
        at.source = true;
        at.children.clear();
    }

    private SourceTree childFor(RawName name, RawPath path) {
        RawName unique = name;
        for (int i = 1; children.containsKey(unique) && !children.get(unique).real.equals(path); i++) {
            unique = RawName.of(concat(name.bytes(), ("-" + i).getBytes(StandardCharsets.US_ASCII)));
        }
        return children.computeIfAbsent(unique, missing -> new SourceTree(path));
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /** Returns where this is on the local file system. */
    RawPath real() {
        return real;
    }

    /** Tells whether this is a source, to be backed up with all it holds. */
    boolean isSource() {
        return source;
    }

    /** Returns the entries by the names they get, in the order of a tree; none for a source. */
    NavigableMap<RawName, SourceTree> children() {
        return children;
    }
}
