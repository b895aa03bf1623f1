package dev.tandem.backup.internal.engine.repair;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.IndexRepair;
import dev.tandem.backup.internal.engine.IndexReplacement;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.Background;
import dev.tandem.backup.internal.store.PackHeaders;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One repair of the index: index files that are right stay; of the others, what is true in them is written anew
 * together with what the headers of packs say that the index does not know.
 */
public final class IndexRebuild {
    private static final int PARALLEL_READS = 8;

    private final Store store;
    private final RepositoryLock lock;
    private final boolean readAll;
    private final JobMonitor monitor;
    private final IndexReplacement replacement;
    private final Set<Id> read = new HashSet<>();
    private final Set<Id> unreadable = new TreeSet<>();
    private final Map<Id, Set<PackedBlob>> onTrust = new TreeMap<>();

    /** A repair that reads the headers of all packs when {@code readAll}, else only where it must. */
    public IndexRebuild(Store store, RepositoryLock lock, boolean readAll, JobMonitor monitor) {
        this.store = store;
        this.lock = lock;
        this.readAll = readAll;
        this.monitor = monitor;
        this.replacement = new IndexReplacement(store, lock);
    }

    /** Repairs, while the caller keeps others from using the repository. */
    public IndexRepair run() throws IOException {
        monitor.phase("loading indexes");
        StoredPacks packs = new StoredPacks(store.files());
        IndexSurvey survey = new IndexSurvey(store, packs);
        survey.run();
        monitor.phase("reading pack headers");
        List<StoredFile> wanted = new ArrayList<>();
        for (Id pack : new TreeSet<>(packs.ids())) {
            if (readAll || !survey.isListed(pack)) {
                wanted.add(packs.find(pack).orElseThrow());
            }
        }
        readHeaders(wanted);
        monitor.phase("writing the index");
        Collection<Id> old = readAll ? survey.seen() : survey.replaced();
        if (!old.isEmpty()) {
            takeOver(old, survey, packs);
        }
        int written = replacement.replace(old);
        int listed = packs.ids().size() - unreadable.size() + onTrust.size();
        return new IndexRepair(listed, read.size(), List.copyOf(survey.gone()), List.copyOf(unreadable), written,
                old.size());
    }

    private void readHeaders(List<StoredFile> packs) throws IOException {
        PackHeaders headers = new PackHeaders(store.files(), store.sealer());
        monitor.expect(packs.size(), 0);
        Deque<Future<List<PackedBlob>>> ahead = new ArrayDeque<>();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            int next = 0;
            for (StoredFile pack : packs) {
                monitor.checkCancelled();
                for (; next < packs.size() && ahead.size() < PARALLEL_READS; next++) {
                    StoredFile wanted = packs.get(next);
                    ahead.add(readers.submit(() -> headers.read(wanted)));
                }
                take(pack, ahead.remove());
                monitor.advance(1, 0);
            }
        }
    }

    private void take(StoredFile pack, Future<List<PackedBlob>> header) throws IOException {
        try {
            replacement.add(pack.id(), Background.await(header));
            read.add(pack.id());
        } catch (DamagedException e) {
            unreadable.add(pack.id());
            monitor.problem(Problem.warning(RepositoryFiles.path(FileKind.PACK, pack.id()), e.getMessage()
                    + "; 'tandem repair packs " + pack.id().brief() + "' saves what is sound in it"));
        }
    }

    /**
     * Takes over from old files what is right there and was not read. Of a pack whose header cannot be read, all is
     * taken over: its blobs may well be sound, and only the index knows where they are.
     */
    private void takeOver(Collection<Id> old, IndexSurvey survey, StoredPacks packs) throws IOException {
        Set<Id> wanted = new HashSet<>(old);
        store.forEach(FileKind.INDEX, (file, json) -> {
            Optional<Map<Id, List<PackedBlob>>> content = IndexSurvey.content(file, json);
            if (wanted.contains(file) && content.isPresent()) {
                takeOver(file, content.get(), survey, packs);
            }
        }, (file, e) -> {
            if (!(e instanceof DamagedException)) {
                throw e;
            }
        });
        for (var pack : onTrust.entrySet()) {
            replacement.add(pack.getKey(), pack.getValue().stream()
                    .sorted(Comparator.comparingLong(PackedBlob::offset)).toList());
        }
    }

    private void takeOver(Id file, Map<Id, List<PackedBlob>> content, IndexSurvey survey, StoredPacks packs)
            throws IOException {
        for (var pack : content.entrySet()) {
            Id id = pack.getKey();
            if (unreadable.contains(id)) {
                onTrust.computeIfAbsent(id, _ -> new LinkedHashSet<>()).addAll(pack.getValue());
            } else if (survey.isHome(id, file) && !read.contains(id) && packs.ids().contains(id)) {
                replacement.add(id, pack.getValue());
            }
        }
    }
}
