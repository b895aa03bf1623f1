package dev.tandem.backup.internal;

import dev.tandem.backup.Compression;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.backup.internal.store.IndexFile;
import dev.tandem.backup.internal.store.PackHeader;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.SnapshotJson;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.storage.Content;
import dev.tandem.storage.spi.StorageSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what no honest program writes, as somebody who has the password could. */
final class Forgery implements AutoCloseable {
    private static final String NODE = "\"mtime\":\"2020-01-01T00:00:00Z\",\"atime\":\"2020-01-01T00:00:00Z\","
            + "\"ctime\":\"2020-01-01T00:00:00Z\",\"uid\":0,\"gid\":0";

    private final Store store;

    Forgery(StorageSession session) throws IOException {
        store = Store.open(session, TestStore.PASSWORD.toCharArray());
    }

    Store store() {
        return store;
    }

    static String file(String name, Id... content) {
        StringBuilder ids = new StringBuilder();
        for (Id id : content) {
            ids.append(ids.isEmpty() ? "" : ",").append('"').append(id).append('"');
        }
        return "{\"name\":\"" + name + "\",\"type\":\"file\",\"mode\":420," + NODE + ",\"content\":[" + ids + "]}";
    }

    static String symlink(String name, String target) {
        return "{\"name\":\"" + name + "\",\"type\":\"symlink\",\"mode\":134218239," + NODE + ",\"linktarget\":\""
                + target + "\",\"content\":null}";
    }

    static String directory(String name, Id tree) {
        return "{\"name\":\"" + name + "\",\"type\":\"dir\",\"mode\":2147484141," + NODE
                + ",\"content\":null,\"subtree\":\"" + tree + "\"}";
    }

    static byte[] treeBytes(String... nodes) {
        return ("{\"nodes\":[" + String.join(",", nodes) + "]}\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Stores trees, each made of the one before; the first is made of an empty one. Returns the last. */
    Id chain(int length) throws IOException {
        try (RepositoryLock lock = store.lock(false);
                BlobWriter writer = store.writer(lock, Compression.AUTO, false)) {
            Id tree = save(writer, BlobType.TREE, treeBytes());
            for (int i = 0; i < length; i++) {
                tree = save(writer, BlobType.TREE, treeBytes(directory("d", tree)));
            }
            writer.flush();
            return tree;
        }
    }

    private static Id save(BlobWriter writer, BlobType type, byte[] bytes) throws IOException {
        Id id = Hashing.sha256(bytes);
        writer.save(type, id, bytes, 0, bytes.length);
        return id;
    }

    Id blob(BlobType type, byte[] bytes) throws IOException {
        try (RepositoryLock lock = store.lock(false);
                BlobWriter writer = store.writer(lock, Compression.AUTO, false)) {
            Id id = save(writer, type, bytes);
            writer.flush();
            return id;
        }
    }

    Id tree(String... nodes) throws IOException {
        return blob(BlobType.TREE, treeBytes(nodes));
    }

    Snapshot snapshot(Id tree) throws IOException {
        Snapshot snapshot = new Snapshot(tree, OffsetDateTime.now(), Optional.empty(), tree, List.of("/x"), "h", "u", 0,
                0, List.of(), List.of(), Optional.empty(), "", Optional.empty());
        Id id = store.sealedFiles().save(FileKind.SNAPSHOT, SnapshotJson.encode(snapshot));
        return SnapshotJson.decode(id, store.sealedFiles().load(FileKind.SNAPSHOT, id));
    }

    /** Stores a pack of bytes that are sealed one by one, under a header of one's own. */
    Id pack(List<byte[]> plain, List<PackedBlob> header) throws IOException {
        ByteArrayOutputStream pack = new ByteArrayOutputStream();
        for (byte[] bytes : plain) {
            pack.writeBytes(store.sealer().seal(bytes));
        }
        byte[] sealed = store.sealer().seal(PackHeader.encode(header));
        pack.writeBytes(sealed);
        pack.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(sealed.length).array());
        Id id = Hashing.sha256(pack.toByteArray());
        store.files().write(FileKind.PACK, id, Content.of(pack.toByteArray()));
        return id;
    }

    Id index(Id pack, PackedBlob... blobs) throws IOException {
        return store.sealedFiles().save(FileKind.INDEX, IndexFile.encode(Map.of(pack, List.of(blobs))));
    }

    static Snapshot only(Repository repository) throws IOException {
        return repository.snapshot("latest", SnapshotFilter.ALL);
    }

    @Override
    public void close() {
        store.close();
    }
}
