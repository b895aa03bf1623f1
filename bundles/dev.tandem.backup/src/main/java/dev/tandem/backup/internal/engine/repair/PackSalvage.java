package dev.tandem.backup.internal.engine.repair;

import dev.tandem.backup.Compression;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.PackRepair;
import dev.tandem.backup.internal.engine.IndexReplacement;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.BlobContent;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobLocation;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.backup.internal.store.PackHeaders;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.SideFiles.Subject;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.storage.RemotePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Empties damaged packs: each of their blobs that is sound in no other pack is stored in a new one, from wherever it
 * can be had; then the damaged ones are dropped from the index. Those of which all was saved are deleted. The others
 * are put aside: it may be the memory or the cable of this computer that cannot read them.
 */
public final class PackSalvage implements AutoCloseable {
    private final Store store;
    private final RepositoryLock lock;
    private final BlobSource source;
    private final JobMonitor monitor;
    private final BlobIndex index;
    private final BlobReader reader;
    private final BlobWriter writer;
    private final StoredPacks stored;
    private final Set<Id> damaged = new TreeSet<>();
    private final Map<BlobType, Set<Id>> seen = new EnumMap<>(BlobType.class);
    private final Set<Id> lost = new TreeSet<>();
    private final Map<Id, Set<Id>> unsaved = new TreeMap<>();
    private final Set<Id> unknown = new TreeSet<>();
    private long salvaged;
    private long fetched;

    /** Salvages under {@code lock}; what is not sound here comes from {@code source}. */
    public PackSalvage(Store store, RepositoryLock lock, BlobSource source, JobMonitor monitor) throws IOException {
        this.store = store;
        this.lock = lock;
        this.source = source;
        this.monitor = monitor;
        store.refreshIndex();
        this.index = store.index();
        this.reader = store.reader();
        this.stored = new StoredPacks(store.files());
        this.writer = store.writer(lock, Compression.AUTO, false);
        for (BlobType type : BlobType.values()) {
            seen.put(type, new HashSet<>());
        }
    }

    StoredPacks stored() {
        return stored;
    }

    /** Stores anew what these packs hold. */
    public void empty(Set<Id> packs) throws IOException {
        damaged.addAll(packs);
        Map<Id, Set<PackedBlob>> contents = contents(packs);
        monitor.expect(contents.values().stream().mapToLong(Set::size).sum(), 0);
        for (var pack : contents.entrySet()) {
            monitor.current(RepositoryFiles.path(FileKind.PACK, pack.getKey()));
            for (PackedBlob blob : pack.getValue()) {
                monitor.checkCancelled();
                rescue(pack.getKey(), blob);
                monitor.advance(1, 0);
            }
        }
    }

    /** Returns what the index and the headers say of packs. */
    private Map<Id, Set<PackedBlob>> contents(Set<Id> packs) throws IOException {
        Map<Id, Set<PackedBlob>> contents = new TreeMap<>();
        packs.forEach(pack -> contents.put(pack, new LinkedHashSet<>()));
        index.forEach(place -> {
            Set<PackedBlob> content = contents.get(place.pack());
            if (content != null) {
                content.add(place.blob());
            }
        });
        PackHeaders headers = new PackHeaders(store.files(), store.sealer());
        for (Id pack : packs) {
            Optional<StoredFile> file = stored.find(pack);
            if (file.isPresent()) {
                contents.get(pack).addAll(header(headers, file.get(), contents.get(pack)));
            }
        }
        return contents;
    }

    private List<PackedBlob> header(PackHeaders headers, StoredFile pack, Set<PackedBlob> indexed) throws IOException {
        try {
            return headers.read(pack);
        } catch (DamagedException e) {
            // What the index says is all that is known then, and not all there is where it does not fill the pack.
            List<PackedBlob> known = indexed.stream().sorted(Comparator.comparingLong(PackedBlob::offset)).toList();
            if (!StoredPacks.fill(pack.size(), known)) {
                unknown.add(pack.id());
            }
            return List.of();
        }
    }

    private void rescue(Id pack, PackedBlob blob) throws IOException {
        if (seen.get(blob.type()).contains(blob.id()) || soundElsewhere(blob)) {
            return;
        }
        Optional<BlobContent> here = open(new BlobLocation(pack, blob));
        if (here.isPresent()) {
            save(blob.type(), blob.id(), here.get());
            salvaged++;
        } else if (!fetch(blob.type(), blob.id())) {
            unsaved.computeIfAbsent(pack, _ -> new TreeSet<>()).add(blob.id());
        }
    }

    private boolean soundElsewhere(PackedBlob blob) throws IOException {
        for (BlobLocation place : index.locateAll(blob.type(), blob.id())) {
            if (!damaged.contains(place.pack()) && open(place).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Opens one copy of a blob, which is tried twice before it is given up. */
    private Optional<BlobContent> open(BlobLocation place) throws IOException {
        if (stored.find(place.pack()).isEmpty()) {
            return Optional.empty();
        }
        for (int round = 0; round < 2; round++) {
            try {
                return Optional.of(reader.readContent(place));
            } catch (IOException e) {
                StorageFailure.rethrow(e);
                monitor.checkCancelled();
            }
        }
        return Optional.empty();
    }

    private void save(BlobType type, Id id, BlobContent content) throws IOException {
        writer.saveAnew(type, id, store.config().version() < 2 ? content.decompressed() : content);
        seen.get(type).add(id);
        lost.remove(id);
    }

    /** Gets a blob from the source; tells whether it had it. */
    boolean fetch(BlobType type, Id id) throws IOException {
        if (seen.get(type).contains(id)) {
            return true;
        }
        Optional<BlobContent> there = lost.contains(id) ? Optional.empty() : source.fetch(type, id);
        if (there.isEmpty()) {
            lost.add(id);
            return false;
        }
        save(type, id, there.get());
        fetched++;
        return true;
    }

    /** Makes all that was saved so far readable. */
    void flush() throws IOException {
        writer.flush();
    }

    /** Drops the packs that were emptied; what may hold what was lost stays in the repository, but aside. */
    public PackRepair drop() throws IOException {
        flush();
        monitor.phase("dropping damaged packs");
        List<Id> old = new ArrayList<>();
        IndexReplacement replacement = new IndexReplacement(store, lock);
        store.forEach(FileKind.INDEX, (file, json) -> {
            Map<Id, List<PackedBlob>> content = IndexSurvey.content(file, json).orElseThrow(
                    () -> new DamagedException("index/" + file + " changed while it was read"));
            if (content.keySet().removeAll(damaged)) {
                old.add(file);
                for (var pack : content.entrySet()) {
                    replacement.add(pack.getKey(), pack.getValue());
                }
            }
        }, (_, e) -> {
            throw e;
        });
        // While all are still there, so that the only bytes of a blob never lie about as a pack that nobody needs.
        for (Id pack : damaged) {
            if (mayHoldWhatIsLost(pack)) {
                putAside(pack);
            }
        }
        replacement.replace(old);
        for (Id pack : damaged) {
            lock.ensureHeld();
            store.files().delete(FileKind.PACK, pack);
        }
        return new PackRepair(List.copyOf(damaged), salvaged, fetched, List.copyOf(lost));
    }

    private boolean mayHoldWhatIsLost(Id pack) {
        return unknown.contains(pack) || !Collections.disjoint(unsaved.getOrDefault(pack, Set.of()), lost);
    }

    private void putAside(Id pack) throws IOException {
        if (stored.find(pack).isEmpty()) {
            return;
        }
        lock.ensureHeld();
        RemotePath file = RepositoryFiles.path(FileKind.PACK, pack);
        RemotePath aside = store.sideFiles().takeOver(file, Subject.DAMAGED, pack);
        monitor.problem(Problem.warning("pack " + pack.brief(), "not all of it could be saved, so it was kept in the"
                + " repository as " + aside + ". Another computer may be able to read it: there, move it back to " + file
                + " and run 'tandem repair index'. Once 'tandem heal' or a backup has brought back what is lost, or"
                + " nothing of it is missed, it may be deleted"));
    }

    @Override
    public void close() {
        writer.close();
    }
}
