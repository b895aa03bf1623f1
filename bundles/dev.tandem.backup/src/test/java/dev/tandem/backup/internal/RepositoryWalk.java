package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.BlobLocation;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.backup.internal.store.IndexFile;
import dev.tandem.backup.internal.store.PackHeader;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.SideFiles;
import dev.tandem.backup.internal.store.SideFiles.Subject;
import dev.tandem.backup.internal.store.SnapshotJson;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.storage.spi.StorageSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Follows snapshot, tree, blob, index and pack by itself, with none of the code that does so for backups, prunes and
 * checks, and asserts that each leads to the next.
 */
final class RepositoryWalk {
    /** A blob of either type. */
    private record Key(BlobType type, Id id) { }

    private final Store store;
    private final BlobReader reader;
    private final Map<Id, Long> sizes = new HashMap<>();
    private final Map<Id, Set<PackedBlob>> listed = new HashMap<>();
    private final Map<Key, List<BlobLocation>> places = new HashMap<>();
    private final Map<Key, byte[]> opened = new HashMap<>();

    private RepositoryWalk(Store store) throws IOException {
        this.store = store;
        this.reader = store.reader();
        store.files().list(FileKind.PACK).forEach(pack -> sizes.put(pack.id(), pack.size()));
        store.forEach(FileKind.INDEX, (file, json) -> IndexFile.decode(json, file, this::list), (_, e) -> {
            throw e;
        });
    }

    private void list(Id pack, List<PackedBlob> blobs) {
        for (PackedBlob blob : blobs) {
            if (listed.computeIfAbsent(pack, _ -> new LinkedHashSet<>()).add(blob)) {
                places.computeIfAbsent(new Key(blob.type(), blob.id()), _ -> new ArrayList<>())
                        .add(new BlobLocation(pack, blob));
            }
        }
    }

    /** Walks all of a repository; returns what is in it. */
    static StoreModel.Known walk(StorageSession session) throws IOException {
        try (Store store = Store.open(session, TestStore.PASSWORD.toCharArray())) {
            RepositoryWalk walk = new RepositoryWalk(store);
            walk.assertIndexIsTrue();
            return walk.known(new SideFiles(session));
        }
    }

    private void assertIndexIsTrue() {
        listed.forEach((pack, blobs) -> {
            assertTrue(sizes.containsKey(pack), "the index lists pack " + pack + ", which is not there");
            assertEquals(PackHeader.packSize(blobs), sizes.get(pack), "size of pack " + pack);
        });
    }

    private StoreModel.Known known(SideFiles beside) throws IOException {
        List<StoreModel.Item> present = new ArrayList<>();
        store.forEach(FileKind.SNAPSHOT, (id, json) -> present.add(item(SnapshotJson.decode(id, json))), (_, e) -> {
            throw e;
        });
        List<StoreModel.Item> aside = new ArrayList<>();
        for (Id id : beside.list(Subject.FORGOTTEN)) {
            if (present.stream().noneMatch(item -> item.id().equals(id))) {
                byte[] sealed = beside.read(Subject.FORGOTTEN, id).orElseThrow();
                aside.add(item(SnapshotJson.decode(id, store.sealedFiles().open(sealed))));
            }
        }
        return StoreModel.Known.of(present, aside, beside.list(Subject.PINNED));
    }

    private StoreModel.Item item(Snapshot snapshot) throws IOException {
        Map<String, Id> content = new TreeMap<>();
        descend(snapshot.tree(), "", content);
        return new StoreModel.Item(snapshot.id(), snapshot.time().toInstant(), String.join(",", snapshot.tags()),
                content);
    }

    private void descend(Id tree, String path, Map<String, Id> content) throws IOException {
        byte[] json = open(BlobType.TREE, tree);
        try (TreeReader nodes = TreeReader.of(json, 0, json.length)) {
            for (Node node = nodes.next(); node != null; node = nodes.next()) {
                String name = path + "/" + node.name();
                if (node.subtree().isPresent()) {
                    descend(node.subtree().get(), name, content);
                } else {
                    content.put(name, contentOf(node));
                }
            }
        }
    }

    private Id contentOf(Node file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Id chunk : file.content()) {
            bytes.writeBytes(open(BlobType.DATA, chunk));
        }
        assertEquals(file.stat().size(), bytes.size(), "size of " + file.name());
        return Hashing.sha256(bytes.toByteArray());
    }

    /** Opens a blob at each of its places: any of them may be the only one after the next prune. */
    private byte[] open(BlobType type, Id id) throws IOException {
        Key key = new Key(type, id);
        if (!opened.containsKey(key)) {
            List<BlobLocation> all = places.getOrDefault(key, List.of());
            assertFalse(all.isEmpty(), () -> "no index lists " + key);
            for (BlobLocation place : all) {
                byte[] sealed = new byte[place.blob().length()];
                store.files().read(FileKind.PACK, place.pack(), place.blob().offset(), sealed.length, sealed);
                opened.put(key, reader.decode(sealed, 0, place.blob()));
            }
        }
        return opened.get(key);
    }
}
