package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.backup.BackupReport;
import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.CheckReport;
import dev.tandem.backup.CheckRequest;
import dev.tandem.backup.Repositories.Access;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RestoreReport;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scanner.SystemReader;
import dev.tandem.scanner.SystemWriter;
import dev.tandem.scanner.filter.SourceFilters;
import dev.tandem.storage.Location;
import dev.tandem.storage.Storages;
import dev.tandem.storage.local.LocalProvider;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A repository on the real file system, for tests. */
public final class TestStore {
    /** The password of every test repository. */
    public static final String PASSWORD = "correct horse";

    private static final Path MEMORY = Path.of("/no folder/memory");
    private static final LocalReader READER = new SystemReader();
    private static final LocalWriter WRITER = new SystemWriter();
    private static final Filters FILTERS = new SourceFilters(READER);

    private final Path folder;
    private final Storages storages;
    private final LocalReader reader;
    private final String password;

    private TestStore(Path folder, Storages storages, LocalReader reader, String password) {
        this.folder = folder;
        this.storages = storages;
        this.reader = reader;
        this.password = password;
    }

    /** A repository that is not there yet. */
    public static TestStore at(Path folder) {
        return at(folder, new LocalProvider()::open);
    }

    /** A repository reached through {@code storages}. */
    public static TestStore at(Path folder, Storages storages) {
        return new TestStore(folder, storages, READER, PASSWORD);
    }

    /** A new repository. */
    public static TestStore create(Path folder) throws IOException {
        return at(folder).init();
    }

    /** A new repository in memory, through {@code session}. */
    public static TestStore create(StorageSession session) throws IOException {
        return at(session).init();
    }

    /** A repository in memory; two sessions are two locations. */
    public static TestStore at(StorageSession session) {
        return at(MEMORY.resolve(Integer.toHexString(System.identityHashCode(session))),
                (where, mode) -> session);
    }

    /** Makes the repository. */
    public TestStore init() throws IOException {
        opener().init(location(), password.toCharArray(), Strength.GENERATED);
        return this;
    }

    /** The same repository, backing up what {@code other} sees. */
    public TestStore seeing(LocalReader other) {
        return new TestStore(folder, storages, other, password);
    }

    /** The same repository under another password. */
    public TestStore withPassword(String other) {
        return new TestStore(folder, storages, reader, other);
    }

    public String password() {
        return password;
    }

    public Path folder() {
        return folder;
    }

    public Location location() {
        return Location.parse(folder.toString());
    }

    public RepositoryOpener opener() {
        return new RepositoryOpener(storages, new OpenRepository.Tools(reader, WRITER, FILTERS, "tandem test", cache(),
                lockSettles()));
    }

    /** In memory only this process can come. */
    private Duration lockSettles() {
        return folder.startsWith(MEMORY) ? Duration.ofMillis(5) : RepositoryLock.SETTLES;
    }

    /** What is remembered between backups lies in the repository, where a backup of its surroundings leaves it out. */
    private Optional<Path> cache() {
        return Optional.ofNullable(folder.getParent()).filter(Files::isDirectory)
                .map(_ -> folder.resolve("cache"));
    }

    public Repository open() throws IOException {
        return open(password);
    }

    public Repository open(String password) throws IOException {
        return opener().open(location(), password.toCharArray(), Access.LOCKING);
    }

    /** Opens it without taking locks, which spares a fifth of a second each. */
    public Repository openForReading() throws IOException {
        return opener().open(location(), password.toCharArray(), Access.READ_ONLY);
    }

    public BackupReport backup(Path... sources) throws IOException {
        return backup(JobMonitor.SILENT, sources);
    }

    public BackupReport backup(JobMonitor monitor, Path... sources) throws IOException {
        return backup(request(sources), monitor);
    }

    public BackupReport backup(BackupRequest request, JobMonitor monitor) throws IOException {
        try (Repository repository = open()) {
            return repository.backup(request, monitor);
        }
    }

    /** Backs up what stands in {@code base}, so that nothing above it is recorded. */
    public static BackupRequest relative(Path base, String... names) {
        return BackupRequest.of(List.of(names).stream().map(RawPath::of).toList(), RawPath.of(base), "testhost");
    }

    public static BackupRequest request(Path... sources) {
        return BackupRequest.of(List.of(sources).stream().map(RawPath::of).toList(), RawPath.ROOT, "testhost");
    }

    public Snapshot latest() throws IOException {
        try (Repository repository = openForReading()) {
            return repository.snapshot("latest", SnapshotFilter.ALL);
        }
    }

    /** Restores the latest snapshot's {@code path} into {@code target}. */
    public RestoreReport restore(Path path, Path target, JobMonitor monitor) throws IOException {
        try (Repository repository = openForReading()) {
            Snapshot snapshot = repository.snapshot("latest", SnapshotFilter.ALL);
            return repository.restore(RestoreRequest.of(snapshot, RawPath.of(path), RawPath.of(target)), monitor);
        }
    }

    /** Restores all of the latest snapshot; nothing may go wrong. */
    public void restoreInto(Path target) throws IOException {
        Listener listener = new Listener();
        restore(Path.of("/"), target, listener);
        assertEquals(List.of(), listener.problems());
    }

    /** Reads and checks everything. */
    public CheckReport check() throws IOException {
        try (Repository repository = openForReading()) {
            return repository.check(new CheckRequest(new CheckRequest.ReadData.All()), JobMonitor.SILENT);
        }
    }

    /** Asserts that a check of everything finds no error. */
    public void assertSound() throws IOException {
        assertEquals(List.of(), check().findings().stream().filter(CheckReport.Finding::error).toList());
    }
}
