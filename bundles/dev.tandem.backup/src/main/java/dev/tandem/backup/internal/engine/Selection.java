package dev.tandem.backup.internal.engine;

import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import dev.tandem.scan.PathPatterns;
import java.util.List;

/** Which entries of a snapshot are restored. */
public interface Selection {
    /** Tells whether an entry is. */
    boolean selects(RawPath path);

    /** Tells whether something below a directory could be; true when in doubt. */
    boolean mayReachBelow(RawPath directory);

    /**
     * Those included, or all where nothing is, less those excluded.
     *
     * @throws RepositoryException {@link Kind#INVALID} for malformed patterns
     */
    static Selection of(Filters filters, List<String> includes, List<String> excludes) throws RepositoryException {
        PathPatterns wanted = compiled(filters, includes, false);
        PathPatterns unwanted = compiled(filters, excludes, false);
        boolean all = includes.isEmpty();
        return new Selection() {
            @Override
            public boolean selects(RawPath path) {
                return (all || wanted.matches(path)) && !unwanted.matches(path);
            }

            @Override
            public boolean mayReachBelow(RawPath directory) {
                return (all || wanted.matches(directory) || wanted.mayMatchBelow(directory))
                        && !unwanted.matches(directory);
            }
        };
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
}
