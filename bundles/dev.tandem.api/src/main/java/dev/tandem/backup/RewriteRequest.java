package dev.tandem.backup;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * How snapshots are rewritten.
 *
 * @param snapshots          which
 * @param excludes           patterns of {@link dev.tandem.scan.SourceRules}: what they match is taken out
 * @param ignoreCaseExcludes such patterns, matched whatever the case
 * @param hostname           the machine they are of from now on; empty to keep it
 * @param time               the time they have from now on; empty to keep it
 * @param summary            whether how many files they have is counted anew, and recorded where it was not
 * @param forget             whether the new ones take the place of the old; else those stay, and the new ones have the
 *                           tag {@code rewrite}
 * @param dryRun             whether to change nothing and only tell what would be done
 */
public record RewriteRequest(List<Snapshot> snapshots, List<String> excludes, List<String> ignoreCaseExcludes,
        Optional<String> hostname, Optional<OffsetDateTime> time, boolean summary, boolean forget, boolean dryRun) {
    public RewriteRequest {
        snapshots = List.copyOf(snapshots);
        excludes = List.copyOf(excludes);
        ignoreCaseExcludes = List.copyOf(ignoreCaseExcludes);
    }

    /** Takes out what {@code excludes} match, into new snapshots beside the old. */
    public static RewriteRequest excluding(List<Snapshot> snapshots, List<String> excludes) {
        return new RewriteRequest(snapshots, excludes, List.of(), Optional.empty(), Optional.empty(), false, false,
                false);
    }

    /** Returns this with the new snapshots in the place of the old. */
    public RewriteRequest forgetting() {
        return new RewriteRequest(snapshots, excludes, ignoreCaseExcludes, hostname, time, summary, true, dryRun);
    }
}
