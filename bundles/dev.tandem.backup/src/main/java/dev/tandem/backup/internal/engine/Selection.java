package dev.tandem.backup.internal.engine;

import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import dev.tandem.scan.PathPatterns;
import java.util.List;

/** Which entries of a snapshot are restored: those included, or all where nothing is, less those excluded. */
final class Selection {
    private final PathPatterns includes;
    private final PathPatterns excludes;
    private final boolean all;

    Selection(Filters filters, List<String> includes, List<String> excludes) {
        this.includes = filters.patterns(includes, false);
        this.excludes = filters.patterns(excludes, false);
        this.all = includes.isEmpty();
    }

    boolean selects(RawPath path) {
        return (all || includes.matches(path)) && !excludes.matches(path);
    }

    boolean mayReachBelow(RawPath directory) {
        return (all || includes.matches(directory) || includes.mayMatchBelow(directory))
                && !excludes.matches(directory);
    }
}
