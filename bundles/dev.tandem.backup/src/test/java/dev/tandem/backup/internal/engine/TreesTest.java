package dev.tandem.backup.internal.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.Compression;
import dev.tandem.backup.DiffEntry;
import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.internal.TestStore;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.NodeEncoder;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.tck.MemoryStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How trees are put together and compared. */
class TreesTest {
    private final MemoryStorage storage = new MemoryStorage();

    private Store store() throws IOException {
        TestStore.create(storage);
        return Store.open(storage, TestStore.PASSWORD.toCharArray());
    }

    private static byte[] node(String name) {
        return new NodeEncoder(ZoneOffset.UTC).encode(nodeOf(name));
    }

    private static Node nodeOf(String name) {
        FileStat stat = new FileStat(FileType.FILE, 0644, 0, 0, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, 0, 0, 0, 0,
                1, 0);
        return new Node(RawName.of(name), stat, "", "", new byte[0], List.of(), List.of(), Optional.empty());
    }

    private static byte[] tree(List<byte[]> nodes) {
        ByteArrayOutputStream tree = new ByteArrayOutputStream();
        tree.writeBytes("{\"nodes\":[".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < nodes.size(); i++) {
            if (i > 0) {
                tree.write(',');
            }
            tree.writeBytes(nodes.get(i));
        }
        tree.writeBytes("]}\n".getBytes(StandardCharsets.US_ASCII));
        return tree.toByteArray();
    }

    @Test
    void aTreeTooLargeForMemoryIsTheSameBytesAsOneHeldWhole() throws IOException {
        try (Store store = store(); RepositoryLock lock = store.lock(false);
                BlobWriter writer = store.writer(lock, Compression.AUTO, false)) {
            for (int count : new int[] {0, 1, 2, 30_000, 60_000, 200_000}) {
                List<byte[]> nodes = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    nodes.add(node(String.format("name %07d", i)));
                }
                TreeBuilder builder = new TreeBuilder();
                for (int i = 0; i < count; i += 64) {
                    builder.add(nodes.subList(i, Math.min(count, i + 64)));
                }
                TreeBuilder.Saved saved = builder.save(writer);
                byte[] whole = tree(nodes);
                assertEquals(Hashing.sha256(whole), saved.id(), count + " nodes");
                assertEquals(whole.length, saved.plain());
                writer.flush();
                assertArrayEquals(whole, store.reader().read(BlobType.TREE, saved.id()));
                assertEquals(count, count(store.reader().openTree(saved.id())));
            }
        }
        TestStore.at(storage).assertSound();
    }

    private static int count(TreeReader reader) throws IOException {
        try (reader) {
            int count = 0;
            while (reader.next() != null) {
                count++;
            }
            return count;
        }
    }

    @Test
    void entriesFilledInAnyOrderByAnyThreadAreWrittenInTheOrderAnnounced() throws Exception {
        try (Store store = store(); RepositoryLock lock = store.lock(false);
                BlobWriter writer = store.writer(lock, Compression.AUTO, true);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int seed = 0; seed < 200; seed++) {
                assertOrder(new Random(seed), writer, threads);
            }
        }
    }

    /** A directory of random slots, some of which are directories themselves, filled in random order. */
    private static void assertOrder(Random random, BlobWriter writer, ExecutorService threads) throws Exception {
        List<Id> roots = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger written = new AtomicInteger();
        OpenDirectory.Completion completion = (directory, builder) -> {
            Id id = builder.save(writer).id();
            if (directory.isRoot()) {
                roots.add(id);
                return Optional.empty();
            }
            return Optional.of(new OpenDirectory.Saved((directory.path() + " " + id).getBytes(StandardCharsets.UTF_8), id));
        };
        OpenDirectory root = new OpenDirectory(Optional.empty(), null, RawPath.ROOT, Optional.empty(), completion);
        List<Filling> fillings = new ArrayList<>();
        List<byte[]> expected = announce(random, root, RawPath.ROOT, 0, completion, fillings, written);
        Collections.shuffle(fillings, random);
        List<Future<?>> running = new ArrayList<>();
        for (Filling filling : fillings) {
            running.add(threads.submit(() -> {
                filling.directory.fill(filling.slot, filling.nodes);
                return null;
            }));
        }
        root.close();
        for (Future<?> each : running) {
            each.get();
        }
        assertEquals(List.of(Hashing.sha256(tree(expected))), roots);
        assertEquals(fillings.size(), written.get());
    }

    private record Filling(OpenDirectory directory, OpenDirectory.Slot slot, List<byte[]> nodes) { }

    private static List<byte[]> announce(Random random, OpenDirectory directory, RawPath path, int depth,
            OpenDirectory.Completion completion, List<Filling> fillings, AtomicInteger written) throws IOException {
        List<byte[]> expected = new ArrayList<>();
        int entries = random.nextInt(5);
        for (int i = 0; i < entries; i++) {
            RawPath child = path.child("n" + i);
            if (depth < 4 && random.nextBoolean()) {
                OpenDirectory below = new OpenDirectory(Optional.of(directory), nodeOf("n" + i), child,
                        Optional.empty(), completion);
                List<byte[]> content = announce(random, below, child, depth + 1, completion, fillings, written);
                below.close();
                expected.add((child + " " + Hashing.sha256(tree(content))).getBytes(StandardCharsets.UTF_8));
            } else {
                List<byte[]> nodes = new ArrayList<>();
                for (int n = random.nextInt(4); n > 0; n--) {
                    nodes.add((child + " " + n).getBytes(StandardCharsets.UTF_8));
                }
                fillings.add(new Filling(directory, directory.announce(written::incrementAndGet), nodes));
                expected.addAll(nodes);
            }
        }
        return expected;
    }

    @Test
    void theParentIsMergedWithWhatIsThereNow() throws IOException {
        Random random = new Random(50);
        for (int round = 0; round < 300; round++) {
            Set<RawName> before = names(random);
            Set<RawName> now = names(random);
            List<byte[]> nodes = new ArrayList<>();
            for (RawName name : before) {
                nodes.add(node(name.toString()));
            }
            byte[] tree = tree(nodes);
            try (ParentTree parent = new ParentTree(TreeReader.of(tree, 0, tree.length), e -> {
                throw new AssertionError(e);
            })) {
                for (RawName name : now) {
                    assertEquals(before.contains(name) ? Optional.of(name) : Optional.empty(),
                            parent.find(name).map(Node::name));
                }
            }
        }
    }

    private static Set<RawName> names(Random random) {
        Set<RawName> names = new TreeSet<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            names.add(RawName.of(Integer.toString(random.nextInt(40), 3)));
        }
        return names;
    }

    @Test
    void aDamagedParentEndsWhereItIsDamaged() throws IOException {
        byte[] tree = tree(List.of(node("a"), node("b"), "{]".getBytes(StandardCharsets.US_ASCII)));
        List<IOException> told = new ArrayList<>();
        try (ParentTree parent = new ParentTree(TreeReader.of(tree, 0, tree.length), told::add)) {
            assertTrue(parent.find(RawName.of("a")).isPresent());
            assertTrue(parent.find(RawName.of("b")).isPresent());
            assertTrue(parent.find(RawName.of("c")).isEmpty());
            assertTrue(parent.find(RawName.of("d")).isEmpty());
        }
        assertEquals(1, told.size());
        assertTrue(told.getFirst() instanceof DamagedException);
    }

    @Test
    void everyKindOfDifferenceIsTold(@TempDir Path folder) throws IOException {
        Path source = Files.createDirectories(folder.resolve("source/same"));
        Files.writeString(source.resolve("untouched"), "1");
        Path top = source.getParent();
        Files.writeString(top.resolve("content"), "before");
        Files.writeString(top.resolve("mode"), "x");
        Files.createDirectory(top.resolve("type"));
        Files.writeString(top.resolve("type/below"), "y");
        Files.createDirectory(top.resolve("gone"));
        Files.writeString(top.resolve("gone/file"), "z");
        TestStore store = TestStore.create(storage);
        store.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        Snapshot first = store.latest();
        Files.writeString(top.resolve("content"), "after!");
        Files.setLastModifiedTime(top.resolve("mode"), FileTime.from(Instant.EPOCH));
        Files.delete(top.resolve("type/below"));
        Files.delete(top.resolve("type"));
        Files.writeString(top.resolve("type"), "now a file");
        Files.delete(top.resolve("gone/file"));
        Files.delete(top.resolve("gone"));
        Files.createSymbolicLink(top.resolve("new"), Path.of("x"));
        store.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        assertEquals(List.of("MODIFIED /source/content", "REMOVED /source/gone/", "REMOVED /source/gone/file",
                "ADDED /source/new", "TYPE /source/type", "REMOVED /source/type/below"),
                differences(store, first, RawPath.ROOT, false));
        List<String> withMetadata = differences(store, first, RawPath.of("/source"), true);
        assertTrue(withMetadata.contains("METADATA /source/mode"), withMetadata.toString());
        assertTrue(withMetadata.stream().noneMatch(line -> line.contains("untouched")), withMetadata.toString());
    }

    private static List<String> differences(TestStore store, Snapshot first, RawPath path, boolean metadata)
            throws IOException {
        List<String> lines = new ArrayList<>();
        try (Repository repository = store.openForReading()) {
            repository.diff(first, store.latest(), path, metadata, (DiffEntry entry) -> lines.add(
                    entry.kind() + " " + entry.path() + (entry.directory() ? "/" : "")));
        }
        return lines;
    }
}
