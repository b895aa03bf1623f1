package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tandem.backup.CheckReport;
import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotEntry;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.internal.format.NodeEncoder;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.storage.Storages;
import dev.tandem.storage.local.LocalProvider;
import dev.tandem.storage.spi.StorageSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository restic 0.14 made of a folder with everything odd in it. */
class OddRepositoryTest {
    @TempDir
    Path folder;
    private TestStore store;

    @BeforeEach
    void unpack() throws IOException {
        Programs.need("tar");
        Path archive = folder.resolve("odd.tar.gz");
        Files.write(archive, resource("odd-v2-repo.tar.gz"));
        Programs.mustRun(folder, Map.of(), List.of("tar", "-xzf", archive.toString()));
        store = TestStore.at(folder.resolve("repo")).withPassword("test");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = OddRepositoryTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    @Test
    void itsSnapshotsAreThoseResticLists() throws IOException {
        List<Snapshot> found;
        try (Repository repository = store.open()) {
            found = repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT);
        }
        List<Snapshot> expected = new ArrayList<>();
        String json = new String(resource("odd-v2-snapshots.json"), StandardCharsets.UTF_8);
        for (JsonElement element : JsonParser.parseString(json).getAsJsonArray()) {
            expected.add(snapshot(element.getAsJsonObject()));
        }
        assertEquals(expected, found);
    }

    private static Snapshot snapshot(JsonObject json) {
        return new Snapshot(Id.parse(json.get("id").getAsString()), OffsetDateTime.parse(json.get("time").getAsString()),
                Optional.ofNullable(json.get("parent")).map(id -> Id.parse(id.getAsString())),
                Id.parse(json.get("tree").getAsString()), strings(json, "paths"), json.get("hostname").getAsString(),
                json.get("username").getAsString(), 0, 0, strings(json, "excludes"), strings(json, "tags"),
                Optional.empty(), "", Optional.empty());
    }

    private static List<String> strings(JsonObject json, String name) {
        return json.has(name) ? json.getAsJsonArray(name).asList().stream().map(JsonElement::getAsString).toList()
                : List.of();
    }

    @Test
    void aCheckOfAllItsBytesFindsNothing() throws IOException {
        CheckReport report = store.check();
        assertEquals(List.of(), report.findings());
        assertEquals(2, report.snapshots());
        assertEquals(report.packs(), report.packsRead());
    }

    @Test
    void eachOfItsTreesIsPutTogetherAgainFromItsNodesByteForByte() throws IOException {
        int trees = 0;
        try (StorageSession session = new LocalProvider().open(store.location(), Storages.Mode.EXISTING);
                Store opened = Store.open(session, "test".toCharArray())) {
            List<Id> ids = new ArrayList<>();
            opened.index().forEach(place -> {
                if (place.blob().type() == BlobType.TREE) {
                    ids.add(place.blob().id());
                }
            });
            for (Id id : ids) {
                var bytes = new ByteArrayOutputStream();
                bytes.writeBytes(NodeEncoder.TREE_START);
                try (TreeReader nodes = opened.reader().openTree(id)) {
                    for (boolean first = true; nodes.next() != null; first = false) {
                        bytes.writeBytes(first ? new byte[0] : new byte[] {','});
                        bytes.writeBytes(nodes.raw().bytes());
                    }
                }
                bytes.writeBytes(NodeEncoder.TREE_END);
                assertEquals(id, Hashing.sha256(bytes.toByteArray()));
                trees++;
            }
        }
        assertEquals(true, trees > 1);
    }

    @Test
    void aWrongPasswordIsToldApartFromDamage() {
        RepositoryException e = assertThrows(RepositoryException.class, () -> store.open("guess"));
        assertEquals(RepositoryException.Kind.WRONG_PASSWORD, e.kind());
    }

    @Test
    void whatIsRestoredIsBackedUpAgainToTheSameNodes() throws IOException {
        assumeTrue(Programs.isRoot(), "owners and devices can only be restored by root");
        Snapshot original = store.latest();
        store.restoreInto(folder.resolve("target"));
        RawPath top = RawPath.of("/src");
        Path again = folder.resolve("target/src");
        TestStore second = TestStore.create(folder.resolve("second"));
        second.backup(again);
        Map<String, String> expected = nodes(store, original, top);
        assertEquals(expected, nodes(second, second.latest(), RawPath.of(again)));
        assertOdd(expected.toString());
    }

    // What makes this folder worth a test must be in it.
    private static void assertOdd(String nodes) {
        for (String odd : List.of("FIFO", "CHARACTER_DEVICE", "BLOCK_DEVICE", "SYMLINK", "system.posix_acl_access",
                "links 2", "1901-", "2040-")) {
            assertEquals(true, nodes.contains(odd), odd + " is not in the odd repository");
        }
    }

    private static Map<String, String> nodes(TestStore store, Snapshot snapshot, RawPath top) throws IOException {
        Map<String, String> nodes = new TreeMap<>();
        try (Repository repository = store.open()) {
            repository.list(snapshot, top, true, entry -> nodes.put(key(entry, top), describe(entry.node())));
        }
        return nodes;
    }

    private static String key(SnapshotEntry entry, RawPath top) {
        byte[] path = entry.path().bytes();
        return HexFormat.of().formatHex(path, Math.min(path.length, top.length()), path.length);
    }

    private static String describe(Node node) {
        FileStat stat = node.stat();
        Instant modified = stat.modified();
        return node.type() + " mode " + Integer.toOctalString(stat.permissions()) + " modified " + modified + " owner "
                + stat.uid() + ":" + stat.gid() + " " + node.user() + ":" + node.group() + " size " + stat.size()
                + " links " + (node.type() == FileType.DIRECTORY ? 0 : stat.links()) + " raw " + stat.rawDevice()
                + " target " + Arrays.toString(node.linkTarget()) + " attributes "
                + node.attributes().stream().map(a -> a.name() + HexFormat.of().formatHex(a.value())).toList()
                + " content " + node.content().stream().map(Id::brief).toList();
    }
}
