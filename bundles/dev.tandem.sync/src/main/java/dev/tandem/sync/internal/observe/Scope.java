package dev.tandem.sync.internal.observe;

import dev.tandem.model.RawPath;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Which directories are looked into. What is outside is taken for unchanged, so only a full observation proves anything:
 * a smaller one is for those who were told where something changed.
 */
public final class Scope {
    /** Everything. */
    public static final Scope ALL = new Scope(null, Set.of());

    /** The root of a pair. */
    public static final RawPath ROOT = RawPath.of(".");

    private final Set<RawPath> listed;
    private final Set<RawPath> above;

    private Scope(Set<RawPath> listed, Set<RawPath> above) {
        this.listed = listed;
        this.above = above;
    }

    /** Returns the scope of these directories by key, and of what is new in them. */
    public static Scope of(Collection<RawPath> directories) {
        Set<RawPath> above = new HashSet<>();
        for (RawPath directory : directories) {
            RawPath at = directory;
            while (!at.equals(ROOT)) {
                at = at.parent().orElse(ROOT);
                above.add(at);
            }
        }
        return new Scope(Set.copyOf(directories), above);
    }

    /** Tells whether this is a full observation. */
    public boolean isAll() {
        return listed == null;
    }

    /** Tells whether the entries of a directory are observed. */
    boolean lists(RawPath directory) {
        return listed == null || listed.contains(directory);
    }

    /** Tells whether something in a directory, or in one below, is. */
    boolean reaches(RawPath directory) {
        return listed == null || listed.contains(directory) || above.contains(directory);
    }
}
