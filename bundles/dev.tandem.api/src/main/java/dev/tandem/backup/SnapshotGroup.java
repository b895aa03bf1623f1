package dev.tandem.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the snapshots of a group have in common; empty is what they were not grouped by.
 *
 * @param host  their machine
 * @param paths their paths, sorted
 * @param tags  their tags, sorted
 */
public record SnapshotGroup(Optional<String> host, Optional<List<String>> paths, Optional<List<String>> tags) {
    /** Returns {@code "host h, paths [/a, /b]"}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        host.ifPresent(name -> parts.add("host " + name));
        paths.ifPresent(list -> parts.add("paths " + list));
        tags.ifPresent(list -> parts.add("tags " + list));
        return parts.isEmpty() ? "all hosts, paths and tags" : String.join(", ", parts);
    }
}
