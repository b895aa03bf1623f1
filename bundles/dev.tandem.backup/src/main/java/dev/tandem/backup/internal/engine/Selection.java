package dev.tandem.backup.internal.engine;

import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import dev.tandem.scan.PathPatterns;
import java.util.List;

/** Which entries of a snapshot are restored: those included, or all where nothing is, less those excluded. */
public final class Selection {
    private final PathPatterns includes;
    private final PathPatterns excludes;
    private final boolean all;

    /** Refuses malformed patterns with {@link Kind#INVALID}. */
    Selection(Filters filters, List<String> includes, List<String> excludes) throws RepositoryException {
        this.includes = compiled(filters, includes, false);
        this.excludes = compiled(filters, excludes, false);
        this.all = includes.isEmpty();
    }

    /** Compiles patterns, refusing malformed ones with {@link Kind#INVALID}. */
    public static PathPatterns compiled(Filters filters, List<String> patterns, boolean ignoreCase)
            throws RepositoryException {
        try {
            return filters.patterns(patterns, ignoreCase);
        } catch (IllegalArgumentException e) {
            throw new RepositoryException(Kind.INVALID, e.getMessage(), e);
        }
    }

    boolean selects(RawPath path) {
        return (all || includes.matches(path)) && !excludes.matches(path);
    }

    boolean mayReachBelow(RawPath directory) {
        return (all || includes.matches(directory) || includes.mayMatchBelow(directory))
                && !excludes.matches(directory);
    }
}
