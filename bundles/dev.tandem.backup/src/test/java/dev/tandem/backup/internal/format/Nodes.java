package dev.tandem.backup.internal.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Nodes to test with. */
final class Nodes {
    private static final String[] PIECES = {
        "a", "Z", "ü", "漢", "😀", "\u2028", "\ufeff", "\u00ad", "\ufffd", "<&>", "\"", "\\", "\b\f\n\r\t\u000b\u0007",
        "\u0001", "\u007f", "\u0085", "x1f", "u0041", "\ue000", "\udb80\udc00"};

    private Nodes() {
    }

    /** Returns a file named {@code name} without content, with all numbers small and the time 0. */
    static Node file(RawName name) {
        FileStat stat = new FileStat(FileType.FILE, 0644, 0, 0, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, 0, 0, 0, 0,
                0, 0);
        return new Node(name, stat, "", "", new byte[0], List.of(), List.of(), Optional.empty());
    }

    /** Returns {@code count} nodes at most, of all types, in the order of a tree. */
    static List<Node> random(Random random, int count) {
        TreeMap<RawName, Node> nodes = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            RawName name = name(random);
            nodes.put(name, node(random, name));
        }
        return List.copyOf(nodes.values());
    }

    private static RawName name(Random random) {
        while (true) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int pieces = random.nextInt(1, 6); pieces > 0; pieces--) {
                bytes.writeBytes(random.nextInt(3) == 0
                        ? Property.bytes(random, random.nextInt(4))
                        : PIECES[random.nextInt(PIECES.length)].getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            RawName name = RawName.of(bytes.toByteArray());
            if (name.isSafe()) {
                return name;
            }
        }
    }

    private static Node node(Random random, RawName name) {
        FileType type = FileType.values()[random.nextInt(FileType.values().length)];
        boolean links = switch (type) {
            case FILE, SYMLINK, BLOCK_DEVICE, CHARACTER_DEVICE -> true;
            default -> false;
        };
        boolean device = type == FileType.BLOCK_DEVICE || type == FileType.CHARACTER_DEVICE;
        FileStat stat = new FileStat(type, random.nextInt(010000), type == FileType.FILE ? number(random) : 0, 0,
                time(random), time(random), time(random), random.nextInt(), random.nextInt(), number(random),
                number(random), links ? number(random) : 0, device ? number(random) : 0);
        List<Id> content = new ArrayList<>();
        for (int i = type == FileType.FILE ? random.nextInt(4) : 0; i > 0; i--) {
            content.add(id(random));
        }
        return new Node(name, stat, text(random), text(random),
                type == FileType.SYMLINK ? name(random).bytes() : new byte[0], attributes(random), content,
                type == FileType.DIRECTORY ? Optional.of(id(random)) : Optional.empty());
    }

    private static List<ExtendedAttribute> attributes(Random random) {
        return IntStream.range(0, Math.max(0, random.nextInt(6) - 3))
                .mapToObj(i -> new ExtendedAttribute("user." + text(random), Property.bytes(random, random.nextInt(9))))
                .toList();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(4); pieces > 0; pieces--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static long number(Random random) {
        return random.nextLong() >>> random.nextInt(64);
    }

    private static Instant time(Random random) {
        return Instant.ofEpochSecond(random.nextLong(-1_500_000_000L, 5_000_000_000L), random.nextInt(1_000_000_000));
    }

    private static Id id(Random random) {
        return new Id(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    static byte[] tree(NodeEncoder encoder, List<Node> nodes) {
        ByteArrayOutputStream tree = new ByteArrayOutputStream();
        tree.writeBytes(NodeEncoder.TREE_START);
        for (int i = 0; i < nodes.size(); i++) {
            if (i > 0) {
                tree.write(',');
            }
            tree.writeBytes(encoder.encode(nodes.get(i)));
        }
        tree.writeBytes(NodeEncoder.TREE_END);
        return tree.toByteArray();
    }

    static List<Node> read(TreeReader reader) throws IOException {
        try (reader) {
            List<Node> nodes = new ArrayList<>();
            for (Node node = reader.next(); node != null; node = reader.next()) {
                nodes.add(node);
            }
            return nodes;
        }
    }

    static List<Node> read(byte[] tree) throws IOException {
        return read(TreeReader.of(tree, 0, tree.length));
    }

    static void assertSame(List<Node> expected, List<Node> found) {
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < expected.size(); i++) {
            Node a = expected.get(i);
            Node b = found.get(i);
            assertArrayEquals(a.linkTarget(), b.linkTarget());
            assertEquals(withTarget(a, b.linkTarget()), b);
        }
    }

    // Records compare arrays by identity.
    private static Node withTarget(Node node, byte[] target) {
        return new Node(node.name(), node.stat(), node.user(), node.group(), target, node.attributes(), node.content(),
                node.subtree());
    }
}
