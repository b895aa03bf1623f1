package dev.tandem.backup.internal.engine.repair;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.IndexFile;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.backup.internal.store.Store;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds out which index files may stay as they are, and which packs the index says nothing true about. */
final class IndexSurvey {
    /**
     * Where a pack is listed rightly.
     *
     * @param file    the index file
     * @param content a hash of what it says
     */
    private record Home(Id file, int content) { }

    private final Store store;
    private final StoredPacks packs;
    private final Map<Id, Home> homes = new HashMap<>();
    private final Map<Id, Set<Id>> misfits = new HashMap<>();
    private final Set<Id> gone = new TreeSet<>();
    private final Set<Id> replaced = new TreeSet<>();
    private final Set<Id> seen = new TreeSet<>();

    IndexSurvey(Store store, StoredPacks packs) {
        this.store = store;
        this.packs = packs;
    }

    /** Reads every index file. */
    void run() throws IOException {
        store.forEach(FileKind.INDEX, this::survey, (file, e) -> {
            if (!(e instanceof DamagedException)) {
                throw e;
            }
            seen.add(file);
            replaced.add(file);
        });
        misfits.keySet().removeIf(this::isListedRightlyToo);
    }

    private void survey(Id file, byte[] json) throws IOException {
        seen.add(file);
        Optional<Map<Id, List<PackedBlob>>> content = content(file, json);
        if (content.isEmpty()) {
            replaced.add(file);
            return;
        }
        for (var pack : content.get().entrySet()) {
            survey(file, pack.getKey(), pack.getValue());
        }
    }

    /** Returns what an index file lists, empty where it is no index. */
    static Optional<Map<Id, List<PackedBlob>>> content(Id file, byte[] json) throws IOException {
        Map<Id, List<PackedBlob>> content = new LinkedHashMap<>();
        try {
            IndexFile.decode(json, file, (pack, blobs) -> content.merge(pack, blobs, IndexSurvey::joined));
            return Optional.of(content);
        } catch (DamagedException e) {
            return Optional.empty();
        }
    }

    private static List<PackedBlob> joined(List<PackedBlob> some, List<PackedBlob> others) {
        return Stream.concat(some.stream(), others.stream()).distinct()
                .sorted(Comparator.comparingLong(PackedBlob::offset)).toList();
    }

    private void survey(Id file, Id pack, List<PackedBlob> blobs) throws IOException {
        Optional<StoredFile> stored = packs.find(pack);
        if (stored.isEmpty()) {
            gone.add(pack);
            replaced.add(file);
        } else if (!StoredPacks.fill(stored.get().size(), blobs)) {
            misfits.computeIfAbsent(pack, _ -> new HashSet<>()).add(file);
            replaced.add(file);
        } else {
            Home home = new Home(file, blobs.hashCode());
            Home before = homes.putIfAbsent(pack, home);
            if (before != null) {
                replaced.add(file);
                if (before.content != home.content) {
                    misfits.computeIfAbsent(pack, _ -> new HashSet<>()).addAll(Set.of(before.file, file));
                }
            }
        }
    }

    /** An old index file may list a part of a pack that another lists whole; only two that do not agree are no help. */
    private boolean isListedRightlyToo(Id pack) {
        Home home = homes.get(pack);
        if (home == null) {
            return false;
        }
        if (misfits.get(pack).contains(home.file)) {
            homes.remove(pack);
            replaced.add(home.file);
            return false;
        }
        return true;
    }

    /** Returns the packs that are listed but gone. */
    Set<Id> gone() {
        return gone;
    }

    /** Returns the files there were. */
    Set<Id> seen() {
        return seen;
    }

    /** Returns the files that cannot stay. */
    Set<Id> replaced() {
        return replaced;
    }

    /** Tells whether the index says the truth about a pack, as far as its size tells. */
    boolean isListed(Id pack) {
        return homes.containsKey(pack);
    }

    /** Tells whether this is the file whose word on a pack counts. */
    boolean isHome(Id pack, Id file) {
        Home home = homes.get(pack);
        return home != null && home.file.equals(file);
    }
}
