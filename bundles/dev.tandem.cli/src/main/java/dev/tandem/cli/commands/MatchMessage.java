package dev.tandem.cli.commands;

import dev.tandem.backup.Id;
import dev.tandem.backup.Snapshot;
import dev.tandem.catalog.FileEntry;
import dev.tandem.catalog.FoundEntry;
import dev.tandem.catalog.FoundPath;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** An entry that was found as programs read it, with restic's names. */
record MatchMessage(String path, String permissions, String type, long mode, Instant mtime, long uid, long gid,
        String user, String group, Optional<Long> size) {

    static MatchMessage of(RawPath path, FileEntry entry) {
        FileStat stat = stat(entry);
        return new MatchMessage(path.toString(), NodeMessage.goText(stat), NodeMessage.typeName(entry.type()),
                NodeMessage.goMode(stat), entry.modified(), Integer.toUnsignedLong(stat.uid()),
                Integer.toUnsignedLong(stat.gid()), entry.owner().user(), entry.owner().group(),
                stat.isFile() ? Optional.of(entry.size()) : Optional.empty());
    }

    static FileStat stat(FileEntry entry) {
        return new FileStat(entry.type(), entry.permissions(), entry.size(), 0, entry.modified(), entry.modified(),
                entry.modified(), entry.owner().uid(), entry.owner().gid(), 0, 0, 0, 0);
    }

    /** What was found in one snapshot. */
    record Matches(List<MatchMessage> matches, int hits, Id snapshot) {
        static Matches of(Snapshot snapshot, List<FoundEntry> found) {
            return new Matches(found.stream().map(each -> MatchMessage.of(each.path(), each.entry())).toList(),
                    found.size(), snapshot.id());
        }
    }

    /** A path that was found in some snapshots, with what the newest of them has there. */
    record Found(String path, String permissions, String type, long mode, Instant mtime, long uid, long gid,
            String user, String group, Optional<Long> size, int versions, OffsetDateTime firstSeen, Id firstSnapshot,
            OffsetDateTime lastSeen, Id lastSnapshot, Optional<OffsetDateTime> deletedSince) {
        static Found of(FoundPath found) {
            MatchMessage newest = MatchMessage.of(found.path(), found.newest().entry());
            return new Found(newest.path, newest.permissions, newest.type, newest.mode, newest.mtime, newest.uid,
                    newest.gid, newest.user, newest.group, newest.size, found.versions().size(), found.first().time(),
                    found.first().id(), found.last().time(), found.last().id(), found.gone().map(Snapshot::time));
        }
    }

    /** One of the things that were at a path. */
    record Version(String path, String permissions, String type, long mode, Instant mtime, long uid, long gid,
            String user, String group, Optional<Long> size, String change, OffsetDateTime firstSeen,
            OffsetDateTime lastSeen, List<Id> snapshots) {
        static Version of(RawPath path, FoundPath.Version version, String change) {
            MatchMessage entry = MatchMessage.of(path, version.entry());
            return new Version(entry.path, entry.permissions, entry.type, entry.mode, entry.mtime, entry.uid, entry.gid,
                    entry.user, entry.group, entry.size, change, version.snapshots().getFirst().time(),
                    version.snapshots().getLast().time(), version.snapshots().stream().map(Snapshot::id).toList());
        }
    }
}
