package dev.tandem.backup.internal.engine.edit;

import dev.tandem.backup.Id;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotSummary;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot on its way to another form. Immutable.
 *
 * @param snapshot the form so far
 */
record Edits(Snapshot snapshot) {
    Edits tree(Id tree) {
        return with(snapshot.time(), tree, snapshot.hostname(), snapshot.tags(), snapshot.original(), snapshot.summary());
    }

    Edits time(OffsetDateTime time) {
        return with(time, snapshot.tree(), snapshot.hostname(), snapshot.tags(), snapshot.original(), snapshot.summary());
    }

    Edits hostname(String hostname) {
        return with(snapshot.time(), snapshot.tree(), hostname, snapshot.tags(), snapshot.original(), snapshot.summary());
    }

    Edits tags(List<String> tags) {
        return with(snapshot.time(), snapshot.tree(), snapshot.hostname(), tags, snapshot.original(), snapshot.summary());
    }

    Edits original(Id original) {
        return with(snapshot.time(), snapshot.tree(), snapshot.hostname(), snapshot.tags(), Optional.of(original),
                snapshot.summary());
    }

    /** Records how many files there are, in the summary there is or in a new one. */
    Edits total(long files, long bytes) {
        OffsetDateTime time = snapshot.time();
        SnapshotSummary s = snapshot.summary().orElseGet(
                () -> new SnapshotSummary(time, time, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        return with(time, snapshot.tree(), snapshot.hostname(), snapshot.tags(), snapshot.original(),
                Optional.of(new SnapshotSummary(s.backupStart(), s.backupEnd(), s.filesNew(), s.filesChanged(),
                        s.filesUnmodified(), s.dirsNew(), s.dirsChanged(), s.dirsUnmodified(), s.dataBlobs(),
                        s.treeBlobs(), s.dataAdded(), s.dataAddedPacked(), files, bytes)));
    }

    private Edits with(OffsetDateTime time, Id tree, String hostname, List<String> tags, Optional<Id> original,
            Optional<SnapshotSummary> summary) {
        return new Edits(new Snapshot(snapshot.id(), time, snapshot.parent(), tree, snapshot.paths(), hostname,
                snapshot.username(), snapshot.uid(), snapshot.gid(), snapshot.excludes(), tags, original,
                snapshot.programVersion(), summary));
    }
}
