package dev.tandem.scanner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.model.RawPath;
import dev.tandem.scanner.linux.WatchTree.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WatchTreeTest {
    private static final long SEED = new Random().nextLong();

    @Test
    void keepsWhatAMapWouldKeep() {
        Random random = new Random(SEED);
        WatchTree tree = new WatchTree();
        Map<Integer, RawPath> expected = new HashMap<>();
        List<Node> nodes = new ArrayList<>(List.of(tree.add(1, null, RawPath.of("/root"))));
        expected.put(1, RawPath.of("/root"));
        for (int i = 2; i < 5_000; i++) {
            Node node = nodes.get(random.nextInt(nodes.size()));
            RawPath path = node.path();
            if (random.nextInt(20) == 0 && !path.equals(RawPath.of("/root"))) {
                List<Integer> removed = tree.remove(node);
                assertEquals(node.watch(), removed.getFirst());
                assertEquals(expected.entrySet().stream().filter(entry -> entry.getValue().startsWith(path))
                        .map(Map.Entry::getKey).sorted().toList(), removed.stream().sorted().toList(),
                        () -> "seed " + SEED);
                removed.forEach(expected::remove);
                nodes.removeIf(each -> removed.contains(each.watch()));
            } else {
                int watch = i * (1 + random.nextInt(3)) + 100_000 * random.nextInt(2);
                if (!expected.containsKey(watch)) {
                    RawPath child = path.child("n" + i);
                    nodes.add(tree.add(watch, node, child));
                    expected.put(watch, child);
                }
            }
        }
        assertEquals(expected.size(), tree.size());
        expected.forEach((watch, path) -> {
            assertEquals(Optional.of(path), tree.get(watch).map(Node::path), () -> "seed " + SEED);
            assertEquals(Optional.of(watch), tree.find(path).map(Node::watch), () -> "seed " + SEED);
        });
    }
}
