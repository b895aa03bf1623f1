package dev.tandem.catalog.internal;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.catalog.FileIndex;
import dev.tandem.catalog.FileQuery;
import dev.tandem.catalog.FoundEntry;
import dev.tandem.catalog.FoundObject;
import dev.tandem.catalog.FoundPath;
import dev.tandem.catalog.ObjectQuery;
import dev.tandem.environment.Places;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Answers from the catalog of a repository, once it has the snapshots the question is about. */
@Component
public final class StoredFileIndex implements FileIndex {
    /** A catalog may hold so many snapshots that are gone before it is made anew, or as many as there are. */
    private static final int GONE_AT_LEAST = 20;

    private final CatalogFiles files;
    private final Filters filters;

    @Activate
    public StoredFileIndex(@Reference Places places, @Reference Filters filters) {
        this.files = new CatalogFiles(places);
        this.filters = filters;
    }

    @Override
    public void update(Repository repository, JobMonitor monitor) throws IOException {
        List<Snapshot> all = repository.snapshots(SnapshotFilter.ALL, monitor);
        files.use(repository, catalog -> bringUpToDate(catalog, repository, all, monitor));
    }

    @Override
    public long find(Repository repository, FileQuery query, JobMonitor monitor, Consumer<? super FoundPath> sink)
            throws IOException {
        Search search = new Search(query, filters, monitor);
        Once<FoundPath> once = new Once<>(sink);
        return files.use(repository, catalog -> {
            Map<Id, Integer> roots = bringUpToDate(catalog, repository, query.snapshots(), monitor);
            return search.byPath(catalog, roots, once.again());
        });
    }

    @Override
    public long findEach(Repository repository, FileQuery query, JobMonitor monitor,
            Consumer<? super FoundEntry> sink) throws IOException {
        Search search = new Search(query, filters, monitor);
        Once<FoundEntry> once = new Once<>(sink);
        return files.use(repository, catalog -> {
            Map<Id, Integer> roots = bringUpToDate(catalog, repository, query.snapshots(), monitor);
            return search.bySnapshot(catalog, roots, once.again());
        });
    }

    /** Answers are told in the same order each time, so an answer that begins anew goes on where it broke off. */
    private static final class Once<T> {
        private final Consumer<? super T> sink;
        private long told;

        Once(Consumer<? super T> sink) {
            this.sink = sink;
        }

        Consumer<T> again() {
            long[] skip = {told};
            return answer -> {
                if (skip[0] > 0) {
                    skip[0]--;
                    return;
                }
                told++;
                sink.accept(answer);
            };
        }
    }

    @Override
    public Optional<FoundPath> history(Repository repository, List<Snapshot> snapshots, RawPath path,
            JobMonitor monitor) throws IOException {
        Timeline timeline = new Timeline(snapshots);
        Optional<Optional<FoundPath>> indexed = files.useWhereIs(repository, catalog -> {
            Map<Id, Integer> roots = catalog.snapshots();
            return hasAll(roots, snapshots) ? Optional.of(Descent.history(timeline,
                    timeline.roots(s -> roots.get(s.id())), path, Descent.in(catalog, monitor))) : Optional.empty();
        });
        if (indexed.isPresent()) {
            return indexed.get();
        }
        // A few trees lie along the path; to index them all would take longer.
        Descent.Direct trees = new Descent.Direct(repository, monitor);
        return Descent.history(timeline, timeline.roots(trees::number), path, trees);
    }

    @Override
    public long findObjects(Repository repository, ObjectQuery query, JobMonitor monitor,
            Consumer<? super FoundObject> sink) throws IOException {
        return new ObjectSearch(repository, query, monitor, sink).run();
    }

    /** Returns the numbers of the snapshots' roots. */
    private static Map<Id, Integer> bringUpToDate(Catalog catalog, Repository repository, List<Snapshot> snapshots,
            JobMonitor monitor) throws IOException {
        Map<Id, Integer> roots = catalog.snapshots();
        if (hasAll(roots, snapshots)) {
            return roots;
        }
        refuseOutgrown(roots.keySet(), repository);
        Intake.run(catalog, repository, snapshots.stream().filter(s -> !roots.containsKey(s.id())).toList(), monitor);
        return catalog.snapshots();
    }

    private static boolean hasAll(Map<Id, Integer> roots, List<Snapshot> snapshots) {
        return snapshots.stream().allMatch(snapshot -> roots.containsKey(snapshot.id()));
    }

    private static void refuseOutgrown(Set<Id> indexed, Repository repository) throws IOException {
        Set<Id> gone = new HashSet<>(indexed);
        repository.files(FileKind.SNAPSHOT).forEach(gone::remove);
        if (gone.size() > Math.max(GONE_AT_LEAST, indexed.size() - gone.size())) {
            throw new UnusableStoreException("most of its snapshots are gone");
        }
    }
}
