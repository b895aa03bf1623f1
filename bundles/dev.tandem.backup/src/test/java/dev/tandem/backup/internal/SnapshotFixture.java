package dev.tandem.backup.internal;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.RetentionPolicy;
import dev.tandem.backup.RetentionPolicy.Period;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.internal.store.SideFiles;
import dev.tandem.backup.internal.store.SideFiles.Subject;
import dev.tandem.backup.internal.store.SnapshotJson;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Snapshots of one file, made in no time: a day apart, the first on 1 January 2024. */
final class SnapshotFixture {
    private SnapshotFixture() { }

    /** Makes a repository of so many snapshots with these tags; returns them, the oldest first. */
    static List<Snapshot> create(StorageSession session, int count, String... tags) throws IOException {
        TestStore.create(session);
        List<Snapshot> snapshots = new ArrayList<>();
        try (Forgery forgery = new Forgery(session)) {
            Id tree = forgery.tree(Forgery.file("file"));
            for (int i = 0; i < count; i++) {
                Snapshot made = new Snapshot(tree, OffsetDateTime.parse("2024-01-01T12:00:00Z").plusDays(i),
                        Optional.empty(), tree, List.of("/x"), "host", "user", 0, 0, List.of(), List.of(tags),
                        Optional.empty(), "", Optional.empty());
                byte[] json = SnapshotJson.encode(made);
                snapshots.add(SnapshotJson.decode(forgery.store().sealedFiles().save(FileKind.SNAPSHOT, json), json));
            }
        }
        return snapshots;
    }

    static RetentionPolicy keepLast(int count) {
        return new RetentionPolicy(Map.of(Period.LAST, count), Map.of(), List.of());
    }

    /** Tells whether exactly these bytes are where snapshots are, or aside. */
    static boolean isSomewhere(StorageSession session, Id id, byte[] bytes) throws IOException {
        Tampering files = new Tampering(session);
        boolean present = files.list(FileKind.SNAPSHOT).contains(id)
                && Arrays.equals(bytes, files.read(FileKind.SNAPSHOT, id));
        return present || new SideFiles(session).read(Subject.FORGOTTEN, id)
                .filter(aside -> Arrays.equals(bytes, aside)).isPresent();
    }
}
