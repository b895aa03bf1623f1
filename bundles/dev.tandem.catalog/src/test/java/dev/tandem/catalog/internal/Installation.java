package dev.tandem.catalog.internal;

import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repositories.Access;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.internal.RepositoryOpener;
import dev.tandem.environment.Places;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import dev.tandem.scan.LocalReader;
import dev.tandem.scanner.SystemReader;
import dev.tandem.scanner.SystemWriter;
import dev.tandem.scanner.filter.SourceFilters;
import dev.tandem.storage.Location;
import dev.tandem.storage.local.LocalProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A repository and an index of it in a folder, for tests. */
final class Installation implements Places {
    static final String PASSWORD = "correct horse";

    private static final LocalReader READER = new SystemReader();
    static final Filters FILTERS = new SourceFilters(READER);

    private final Path folder;

    Installation(Path folder) throws IOException {
        this.folder = folder;
        if (!Files.exists(repository())) {
            opener().init(location(), PASSWORD.toCharArray(), Strength.GENERATED);
        }
    }

    Path repository() {
        return folder.resolve("repository");
    }

    private Location location() {
        return Location.parse(repository().toString());
    }

    private RepositoryOpener opener() {
        return new RepositoryOpener(new LocalProvider()::open, READER, new SystemWriter(), FILTERS, this);
    }

    Repository open() throws IOException {
        return opener().open(location(), PASSWORD.toCharArray(), Access.READ_ONLY);
    }

    StoredFileIndex index() {
        return new StoredFileIndex(this, FILTERS);
    }

    Snapshot backup(String host, Path source) throws IOException {
        BackupRequest request = BackupRequest.of(List.of(RawPath.of(source)), RawPath.ROOT, host);
        try (Repository open = opener().open(location(), PASSWORD.toCharArray(), Access.LOCKING)) {
            open.backup(request, JobMonitor.SILENT);
            return open.snapshot("latest", SnapshotFilter.ALL);
        }
    }

    /** Takes a snapshot away, as forgetting does. */
    void forget(Id snapshot) throws IOException {
        Files.delete(repository().resolve("snapshots").resolve(snapshot.toString()));
    }

    /** The file of the index. */
    Path file() throws IOException {
        try (Stream<Path> files = Files.list(catalog())) {
            return files.findFirst().orElseThrow();
        }
    }

    private Path made(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Path data() {
        return made("data");
    }

    @Override
    public Path config() {
        return made("data/config");
    }

    @Override
    public Path catalog() {
        return made("data/catalog");
    }

    @Override
    public Path secrets() {
        return made("data/secrets");
    }

    @Override
    public Path logs() {
        return made("data/logs");
    }

    @Override
    public Path cache() {
        return made("data/cache");
    }

    @Override
    public Path defaultRepository() {
        return repository();
    }

    @Override
    public String productVersion() {
        return "1";
    }
}
