package dev.tandem.catalog;

import dev.tandem.backup.Snapshot;
import dev.tandem.model.FileType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which files are looked for, and where.
 *
 * @param snapshots  where to look
 * @param patterns   what their path, or that of a directory above them, matches; the syntax of
 *                   {@link dev.tandem.scan.SourceRules}
 * @param ignoreCase whether letters match in either case
 * @param oldest     they were not modified before
 * @param newest     they were not modified after
 * @param types      what they are; empty for anything
 */
public record FileQuery(List<Snapshot> snapshots, List<String> patterns, boolean ignoreCase, Optional<Instant> oldest,
        Optional<Instant> newest, Set<FileType> types) {
    /** Everything that matches one of {@code patterns}. */
    public static FileQuery of(List<Snapshot> snapshots, String... patterns) {
        return new FileQuery(snapshots, List.of(patterns), false, Optional.empty(), Optional.empty(), Set.of());
    }
}
