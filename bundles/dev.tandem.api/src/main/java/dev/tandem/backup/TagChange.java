package dev.tandem.backup;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the tags of snapshots change.
 *
 * @param replacement all tags a snapshot has from now on, before any are added or removed; empty to keep those it has
 * @param added       tags it gets unless it has them
 * @param removed     tags it loses
 */
public record TagChange(Optional<List<String>> replacement, List<String> added, List<String> removed) {
    public TagChange {
        replacement = replacement.map(List::copyOf);
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }

    /** Returns the tags a snapshot has after the change. */
    public List<String> of(List<String> tags) {
        return Stream.concat(replacement.orElse(tags).stream(), added.stream())
                .filter(tag -> !removed.contains(tag)).distinct().toList();
    }
}
