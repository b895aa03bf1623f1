package dev.tandem.backup.internal.engine.repair;

import dev.tandem.backup.Compression;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.PackRepair;
import dev.tandem.backup.internal.engine.IndexReplacement;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobLocation;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.backup.internal.store.OpenedBlob;
import dev.tandem.backup.internal.store.PackHeaders;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.ArrayList;
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
 * can be had; then the damaged ones are dropped from the index, and at last deleted.
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
                contents.get(pack).addAll(header(headers, file.get()));
            }
        }
        return contents;
    }

    private static List<PackedBlob> header(PackHeaders headers, StoredFile pack) throws IOException {
        try {
            return headers.read(pack);
        } catch (DamagedException e) {
            // What the index says is all there is then.
            return List.of();
        }
    }

    private void rescue(Id pack, PackedBlob blob) throws IOException {
        if (seen.get(blob.type()).contains(blob.id()) || soundElsewhere(blob)) {
            return;
        }
        Optional<OpenedBlob> here = open(new BlobLocation(pack, blob));
        if (here.isPresent()) {
            save(here.get());
            salvaged++;
        } else {
            fetch(blob.type(), blob.id());
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
    private Optional<OpenedBlob> open(BlobLocation place) throws IOException {
        if (stored.find(place.pack()).isEmpty()) {
            return Optional.empty();
        }
        for (int round = 0; round < 2; round++) {
            try {
                return Optional.of(reader.open(place));
            } catch (IOException e) {
                StorageFailure.rethrow(e);
                monitor.checkCancelled();
            }
        }
        return Optional.empty();
    }

    private void save(OpenedBlob opened) throws IOException {
        writer.saveAnew(store.config().version() < 2 ? opened.decompressed() : opened);
        seen.get(opened.blob().type()).add(opened.blob().id());
        lost.remove(opened.blob().id());
    }

    /** Gets a blob from the source; tells whether it had it. */
    boolean fetch(BlobType type, Id id) throws IOException {
        if (seen.get(type).contains(id)) {
            return true;
        }
        Optional<OpenedBlob> there = lost.contains(id) ? Optional.empty() : source.fetch(type, id);
        if (there.isEmpty()) {
            lost.add(id);
            return false;
        }
        save(there.get());
        fetched++;
        return true;
    }

    /** Makes all that was saved so far readable. */
    void flush() throws IOException {
        writer.flush();
    }

    /** Drops the packs that were emptied. */
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
        replacement.replace(old);
        for (Id pack : damaged) {
            lock.ensureHeld();
            store.files().delete(FileKind.PACK, pack);
        }
        return new PackRepair(List.copyOf(damaged), salvaged, fetched, List.copyOf(lost));
    }

    @Override
    public void close() {
        writer.close();
    }
}
