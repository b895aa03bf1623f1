package dev.tandem.sync.internal.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.catalog.StateStore;
import dev.tandem.catalog.internal.FileStateStores;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.model.Base;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredBaselineTest {
    private static final RawPath ROOT = RawPath.of(".");

    @TempDir
    private Path folder;

    private FileStateStores stores;
    private StoredBaseline baseline;
    private int number;

    @BeforeEach
    void anEmptyOne() throws IOException {
        stores = new FileStateStores(new OneFolder(folder));
        open(8192);
    }

    private void open(int waiting) throws IOException {
        StateStore store = stores.open("sync-1", 1).orElseThrow();
        baseline = new StoredBaseline(store, waiting);
    }

    @AfterEach
    void close() {
        baseline.close();
    }

    private Base put(String path) throws IOException {
        Base base = RandomBases.file(RawPath.of(path).name(), number++);
        baseline.put(RawPath.of(path), base);
        return base;
    }

    private Set<String> all(String directory) throws IOException {
        Set<String> names = new HashSet<>();
        baseline.children(RawPath.of(directory)).keySet().forEach(name -> names.add(name.toString()));
        return names;
    }

    @Test
    void changesShowAtOnceAndLastOnceCommitted() throws IOException {
        Base kept = put("d/kept");
        put("d/removed");
        baseline.commit();
        Base added = put("d/added");
        baseline.remove(RawPath.of("d/removed"));
        assertEquals(Set.of("kept", "added"), all("d"));
        baseline.close();
        open(8192);
        assertEquals(Set.of("kept", "removed"), all("d"));
        baseline.put(RawPath.of("d/added"), added);
        baseline.remove(RawPath.of("d/removed"));
        baseline.commit();
        baseline.close();
        open(8192);
        assertEquals(new TreeMap<>(Map.of(RawName.of("kept"), kept, RawName.of("added"), added)),
                baseline.children(RawPath.of("d")));
    }

    @Test
    void aMoveTakesAllBelowAndNoNeighbour() throws IOException {
        for (String path : List.of("a", "a/x", "a/x/y", "a-b/x", "a!/x", "a0/x", "ab/x", "b/old", "b/old/er")) {
            put(path);
        }
        for (boolean stored : new boolean[] {false, true}) {
            if (stored) {
                baseline.commit();
            }
            baseline.move(RawPath.of("a"), RawPath.of("b"));
            assertEquals(Set.of("b"), all("."));
            assertEquals(Set.of("x"), all("b"));
            assertEquals(Set.of("y"), all("b/x"));
            assertEquals(Set.of(), all("b/old"));
            assertEquals(Set.of(), all("a"));
            for (String neighbour : List.of("a-b", "a!", "a0", "ab")) {
                assertEquals(Set.of("x"), all(neighbour), neighbour);
            }
            baseline.move(RawPath.of("b"), RawPath.of("a"));
        }
    }

    @Test
    void aRemovalTakesAllBelowAndNoNeighbour() throws IOException {
        for (String path : List.of("a", "a/x", "a/x/y", "a-b/x", "a!/x", "a0/x", "ab/x")) {
            put(path);
        }
        baseline.commit();
        put("a/new/er");
        baseline.remove(RawPath.of("a"));
        for (String gone : List.of("a", "a/x", "a/new", ".")) {
            assertEquals(Set.of(), all(gone), gone);
        }
        for (String neighbour : List.of("a-b", "a!", "a0", "ab")) {
            assertEquals(Set.of("x"), all(neighbour), neighbour);
        }
        baseline.remove(ROOT);
        assertEquals(Set.of(), all("ab"));
    }

    @Test
    void aMovedEntryHasItsNewNameOnBothSidesUnlessTheKeyStays() throws IOException {
        Base base = RandomBases.file(RawName.of("ReadMe"), 1);
        baseline.put(RawPath.of("readme"), base);
        baseline.move(RawPath.of("readme"), RawPath.of("docs/readme"));
        assertEquals(base, baseline.children(RawPath.of("docs")).get(RawName.of("readme")));
        baseline.move(RawPath.of("docs/readme"), RawPath.of("docs/other"));
        assertEquals(RawName.of("other"), baseline.children(RawPath.of("docs")).get(RawName.of("other")).left().name());
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> baseline.move(RawPath.of("a"), RawPath.of("a/b")));
        assertThrows(IllegalArgumentException.class, () -> baseline.move(ROOT, RawPath.of("a")));
        assertThrows(IllegalArgumentException.class, () -> baseline.move(RawPath.of("a"), ROOT));
        assertThrows(IllegalArgumentException.class, () -> put("."));
        assertThrows(IllegalArgumentException.class, () -> put("/a"));
    }

    @Test
    void theHeaderIsRemembered() throws IOException {
        assertEquals(Baseline.Header.NEW, baseline.header());
        Baseline.Header header = new Baseline.Header(3, 1_000_000, "d\u00efgest", "CONTENT");
        baseline.setHeader(header);
        baseline.commit();
        baseline.close();
        open(8192);
        assertEquals(header, baseline.header());
    }

    @Test
    void severalThreadsUseItAtOnce() throws Exception {
        baseline.close();
        open(50);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                RawPath directory = RawPath.of("d" + thread);
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 400; i++) {
                        RawName name = RawName.of("f" + i);
                        baseline.put(directory.child(name), RandomBases.file(name, i));
                        assertEquals(i + 1, baseline.children(directory).size());
                    }
                    baseline.commit();
                    return null;
                }));
            }
            for (Future<?> thread : done) {
                thread.get();
            }
        }
        baseline.close();
        open(8192);
        for (int thread = 0; thread < 4; thread++) {
            assertEquals(400, all("d" + thread).size());
        }
    }

    /** Against a map of all paths, with names that are sorted around slashes, and listings of several blocks. */
    @Test
    void itIsAsAMapOfAllPathsWouldBe() throws IOException {
        for (int seed = 0; seed < 6; seed++) {
            baseline.remove(ROOT);
            baseline.commit();
            baseline.close();
            open(seed % 3 == 0 ? 8192 : seed % 3 == 1 ? 1 : 7);
            new Trial(seed).run();
        }
    }

    private final class Trial {
        private static final String[] NAMES = {"a", "a-b", "a!", "a0", "b", "\u00e4", "\ud83d\ude00"};

        private final int seed;
        private final Random random;
        private final RandomBases bases;
        private SortedMap<RawPath, Base> model = new TreeMap<>();
        private SortedMap<RawPath, Base> committed = new TreeMap<>();

        Trial(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.bases = new RandomBases(random);
        }

        void run() throws IOException {
            for (int i = 0; i < 200; i++) {
                step();
                if (i % 10 == 0) {
                    assertSame("seed " + seed + ", step " + i);
                }
            }
        }

        private RawPath path() {
            RawPath path = ROOT;
            for (int depth = random.nextInt(1, 5); depth > 0; depth--) {
                path = path.child(random.nextInt(20) == 0 ? bases.name()
                        : RawName.of(NAMES[random.nextInt(NAMES.length)]));
            }
            return path;
        }

        private void step() throws IOException {
            switch (random.nextInt(12)) {
                case 0 -> remove(path());
                case 1, 2 -> move(path(), path());
                case 3 -> fill(path());
                case 4 -> {
                    baseline.commit();
                    committed = new TreeMap<>(model);
                }
                case 5 -> {
                    baseline.close();
                    open(random.nextInt(1, 20));
                    model = new TreeMap<>(committed);
                }
                default -> put(path());
            }
        }

        private void put(RawPath path) throws IOException {
            Base base = bases.base(path.name());
            baseline.put(path, base);
            model.put(path, base);
        }

        private void fill(RawPath directory) throws IOException {
            for (int i = random.nextInt(300); i > 0; i--) {
                put(directory.child("entry" + random.nextInt(1000)));
            }
        }

        private void remove(RawPath path) throws IOException {
            baseline.remove(path);
            model.keySet().removeIf(other -> other.startsWith(path));
        }

        private void move(RawPath from, RawPath to) throws IOException {
            if (to.startsWith(from)) {
                return;
            }
            baseline.move(from, to);
            SortedMap<RawPath, Base> moved = new TreeMap<>();
            model.forEach((path, base) -> {
                if (path.startsWith(from)) {
                    byte[] bytes = path.bytes();
                    byte[] other = Arrays.copyOf(to.bytes(), to.length() + bytes.length - from.length());
                    System.arraycopy(bytes, from.length(), other, to.length(), bytes.length - from.length());
                    moved.put(RawPath.of(other), path.equals(from) ? renamed(base, from.name(), to.name()) : base);
                } else if (!path.startsWith(to)) {
                    moved.put(path, base);
                }
            });
            model = moved;
        }

        private static Base renamed(Base base, RawName from, RawName to) {
            return from.equals(to) ? base
                    : new Base(base.left().renamed(to), base.right().renamed(to), base.recheck());
        }

        private void assertSame(String what) throws IOException {
            Set<RawPath> directories = new HashSet<>(Set.of(ROOT));
            for (RawPath path : model.keySet()) {
                directories.add(path);
                directories.add(path.parent().orElse(ROOT));
            }
            for (RawPath directory : directories) {
                SortedMap<RawName, Base> children = new TreeMap<>();
                model.forEach((path, base) -> {
                    if (path.parent().orElse(ROOT).equals(directory)) {
                        children.put(path.name(), base);
                    }
                });
                assertEquals(children, baseline.children(directory), () -> what + ", in " + directory);
            }
        }
    }
}
