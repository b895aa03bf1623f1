package dev.tandem.cli.commands;

import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.catalog.FileIndex;
import dev.tandem.catalog.FileQuery;
import dev.tandem.catalog.FoundEntry;
import dev.tandem.catalog.FoundObject;
import dev.tandem.catalog.FoundPath;
import dev.tandem.catalog.ObjectQuery;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** An index that remembers what it was asked and answers what a test tells it to. */
final class FakeFileIndex implements FileIndex {
    final List<FoundPath> paths = new ArrayList<>();
    final List<FoundEntry> entries = new ArrayList<>();
    final List<FoundObject> objects = new ArrayList<>();
    final List<RawPath> histories = new ArrayList<>();
    FileQuery query;
    ObjectQuery objectQuery;
    long unreadable;

    @Override
    public void update(Repository repository, JobMonitor monitor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long find(Repository repository, FileQuery asked, JobMonitor monitor, Consumer<? super FoundPath> sink) {
        query = asked;
        paths.forEach(sink);
        return unreadable;
    }

    @Override
    public long findEach(Repository repository, FileQuery asked, JobMonitor monitor,
            Consumer<? super FoundEntry> sink) {
        query = asked;
        entries.forEach(sink);
        return unreadable;
    }

    @Override
    public Optional<FoundPath> history(Repository repository, List<Snapshot> snapshots, RawPath path,
            JobMonitor monitor) {
        histories.add(path);
        return paths.stream().filter(found -> found.path().equals(path)).findFirst();
    }

    @Override
    public long findObjects(Repository repository, ObjectQuery asked, JobMonitor monitor,
            Consumer<? super FoundObject> sink) {
        objectQuery = asked;
        objects.forEach(sink);
        return unreadable;
    }
}
