package dev.tandem.backup.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.internal.Listener;
import dev.tandem.backup.internal.TestStore;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.EntrySet;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeWalkTest {
    private static final Id NOWHERE = new Id(1, 2, 3, 4);

    @TempDir
    Path folder;
    private final MemoryStorage storage = new MemoryStorage();
    private Store store;
    private List<Id> roots;

    @BeforeEach
    void makeTrees() throws IOException {
        TestStore made = TestStore.create(storage);
        Random random = new Random(50);
        roots = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 100; i++) {
                if (round == 0 || random.nextInt(20) == 0) {
                    Path directory = folder.resolve("d" + i % 7).resolve("e" + i % 13).resolve("f" + i % 3);
                    Files.writeString(Files.createDirectories(directory).resolve("file" + i), "round " + round);
                }
            }
            made.backup(folder);
            roots.add(made.latest().tree());
        }
        store = Store.open(storage, TestStore.PASSWORD.toCharArray());
    }

    /** Counts what it is told. */
    private static final class Count implements TreeWalk.Visitor {
        final Map<Integer, Integer> nodes = new ConcurrentSkipListMap<>();
        final Map<Id, String> unreadable = new ConcurrentSkipListMap<>();

        @Override
        public void node(int tree, Node node) {
            nodes.merge(tree, 1, Integer::sum);
        }

        @Override
        public void unreadable(Id tree, IOException reason) {
            unreadable.put(tree, reason.getMessage());
        }
    }

    private Count walk(List<Id> from, EntrySet met, JobMonitor monitor) throws IOException {
        Count count = new Count();
        new TreeWalk(store.files(), store.reader(), store.index(), met, monitor).below(from, count);
        return count;
    }

    private void collect(Id tree, Map<Integer, Integer> nodes) throws IOException {
        int entry = store.index().entry(BlobType.TREE, tree);
        if (nodes.containsKey(entry)) {
            return;
        }
        List<Id> below = new ArrayList<>();
        int count = 0;
        try (TreeReader reader = store.reader().openTree(tree)) {
            for (Node node; (node = reader.next()) != null; count++) {
                node.subtree().ifPresent(below::add);
            }
        }
        nodes.put(entry, count);
        for (Id subtree : below) {
            collect(subtree, nodes);
        }
    }

    @Test
    void everyTreeIsReadOnceHoweverOftenItIsReferredTo() throws IOException {
        Map<Integer, Integer> expected = new TreeMap<>();
        for (Id root : roots) {
            collect(root, expected);
        }
        assertTrue(expected.size() > 50);
        List<Id> twice = new ArrayList<>(roots);
        twice.addAll(roots);
        EntrySet met = new EntrySet(store.index().size());
        Count count = walk(twice, met, JobMonitor.SILENT);
        assertEquals(expected, count.nodes);
        assertEquals(Map.of(), count.unreadable);
        assertTrue(expected.keySet().stream().allMatch(met::contains));
        assertEquals(Map.of(), walk(roots, met, JobMonitor.SILENT).nodes);
    }

    @Test
    void aTreeThatIsNotThereIsToldAndTheOthersAreRead() throws IOException {
        Count whole = walk(roots, new EntrySet(store.index().size()), JobMonitor.SILENT);
        List<Id> more = new ArrayList<>(roots);
        more.add(NOWHERE);
        Count count = walk(more, new EntrySet(store.index().size()), JobMonitor.SILENT);
        assertEquals(whole.nodes, count.nodes);
        assertTrue(count.unreadable.get(NOWHERE).contains("in no index"), count.unreadable.toString());
    }

    @Test
    void aWalkEndsWhenItsVisitorHasHadEnoughOrItIsCancelled() {
        assertThrows(IOException.class, () -> new TreeWalk(store.files(), store.reader(), store.index(),
                new EntrySet(store.index().size()), JobMonitor.SILENT).below(List.of(NOWHERE), new TreeWalk.Visitor() {
                    @Override
                    public void node(int tree, Node node) { }

                    @Override
                    public void unreadable(Id tree, IOException reason) throws IOException {
                        throw reason;
                    }
                }));
        assertThrows(CancellationException.class,
                () -> walk(roots, new EntrySet(store.index().size()), new Listener(0)));
    }

    @Test
    void theSnapshotsOfATestAreNotAllTheSame() {
        assertEquals(roots.size(), roots.stream().distinct().count());
        assertTrue(roots.stream().noneMatch(NOWHERE::equals));
    }
}
