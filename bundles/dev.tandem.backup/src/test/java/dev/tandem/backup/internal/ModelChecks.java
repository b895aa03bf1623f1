package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.internal.StoreModel.Item;
import dev.tandem.backup.internal.StoreModel.Known;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the programs themselves, Tandem and restic, say of a repository whose content is known. */
final class ModelChecks {
    private ModelChecks() { }

    /** Asserts that a check finds no error and that each snapshot restores as what it is known to hold. */
    static void assertSound(StorageSession session, Known known, Path folder) throws IOException {
        TestStore store = TestStore.at(session);
        store.assertSound();
        try (Repository repository = store.openForReading()) {
            List<Snapshot> snapshots = repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT);
            assertEquals(known.present().size(), snapshots.size());
            for (Snapshot snapshot : snapshots) {
                Map<String, Id> content = known.present(snapshot.id()).map(Item::content).orElseThrow();
                assertEquals(content, restored(repository, snapshot, folder), snapshot::toString);
            }
        }
    }

    private static Map<String, Id> restored(Repository repository, Snapshot snapshot, Path folder) throws IOException {
        Path target = Files.createTempDirectory(folder, "restored");
        Listener listener = new Listener();
        repository.restore(RestoreRequest.of(snapshot, RawPath.ROOT, RawPath.of(target)), listener);
        assertEquals(List.of(), listener.problems());
        Map<String, Id> content = new TreeMap<>();
        for (Path path : all(target)) {
            if (Files.isRegularFile(path)) {
                content.put("/" + target.relativize(path), Hashing.sha256(Files.readAllBytes(path)));
            }
        }
        for (Path path : all(target)) {
            Files.delete(path);
        }
        return content;
    }

    /** Returns what is below a folder and then the folder, each after what is below it. */
    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }

    /** Asserts that each restic there is finds nothing wrong, where there is any. */
    static void assertResticIsContent(StorageSession session, Path folder) throws IOException {
        Path disk = Files.createTempDirectory(folder, "checked");
        write(session, RemotePath.ROOT, disk);
        for (String restic : Programs.found("restic", "restic-0.18").toList()) {
            Programs.restic(restic, TestStore.at(disk), folder, "unlock");
            Programs.restic(restic, TestStore.at(disk), folder, "check", "--read-data");
        }
    }

    private static void write(StorageSession session, RemotePath directory, Path disk) throws IOException {
        List<ObjectInfo> entries = new ArrayList<>();
        session.list(directory, entries::add);
        for (ObjectInfo entry : entries) {
            Path path = disk.resolve(entry.path().value());
            if (entry.directory()) {
                Files.createDirectories(path);
                write(session, entry.path(), disk);
            } else {
                try (InputStream in = session.read(entry.path(), 0, -1)) {
                    Files.write(path, in.readAllBytes());
                }
            }
        }
    }
}
