package dev.tandem.backup.internal.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.Node;
import dev.tandem.model.FileType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeReaderTest {
    private static final String FILE = "\"type\":\"file\"";

    private final NodeEncoder encoder = new NodeEncoder(ZoneId.of("Europe/Berlin"));

    @Test
    void whatWasWrittenIsReadAgain() {
        Property.holds(300, (random, size) -> {
            List<Node> nodes = Nodes.random(random, size);
            byte[] tree = Nodes.tree(encoder, nodes);
            Nodes.assertSame(nodes, Nodes.read(tree));
            assertArrayEquals(tree, Nodes.tree(encoder, Nodes.read(tree)));
        });
    }

    @Test
    void aStreamInAnyPiecesIsReadAsTheWhole() {
        Property.holds(60, (random, size) -> {
            List<Node> nodes = Nodes.random(random, size);
            InputStream pieces = inPieces(Nodes.tree(encoder, nodes), random, 1 + size);
            Nodes.assertSame(nodes, Nodes.read(TreeReader.of(pieces)));
        });
    }

    @Test
    void aRegionOfALargerArrayIsRead() throws IOException {
        byte[] tree = "xx{\"nodes\":[]}\nyy".getBytes(StandardCharsets.US_ASCII);
        assertNull(TreeReader.of(tree, 2, tree.length - 4).next());
    }

    @Test
    void closingClosesTheStreamAndTheEndStaysTheEnd() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream in = new ByteArrayInputStream(NodeEncoder.TREE_START) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        InputStream tree = new SequenceInputStream(in, new ByteArrayInputStream(NodeEncoder.TREE_END));
        try (TreeReader reader = TreeReader.of(tree)) {
            assertNull(reader.next());
            assertNull(reader.next());
        }
        assertTrue(closed.get());
    }

    @Test
    void whatOtherProgramsWriteIsAccepted() throws IOException {
        Node node = only("""
                 { "future" : [1.5e+3, -0, 7E1, {"a": [true, false, null, "x\\n"]}, {}] ,
                 "nodes" : [ { "name" : "d" , "type" : "dir", "mode": 493, "user": null, "content": null,
                   "mtime": "2022-01-01T00:00:00.070000000+00:00",
                   "generic_attributes": {"windows.file_attributes": 32},
                   "extended_attributes": [{"name": "user.x", "value": null}, {"more": 1}],
                   "subtree": "ac08ce34ba4f8123618661bef2425f7028ffb9ac740578a3ee88684d2523fee8", "error": "x" } ],
                 "also": {} }\t
                """);
        assertEquals(FileType.DIRECTORY, node.type());
        assertEquals(0755, node.stat().permissions());
        assertEquals(Instant.parse("2022-01-01T00:00:00.07Z"), node.stat().modified());
        assertEquals(node.stat().modified(), node.stat().accessed());
        assertEquals(node.stat().modified(), node.stat().changed());
        assertEquals(2, node.attributes().size());
        assertTrue(node.subtree().isPresent());
    }

    @Test
    void absentFieldsAreEmpty() throws IOException {
        Node node = only(tree("{\"name\":\"f\"," + FILE + "}"));
        assertEquals(Nodes.file(node.name()).stat().modified(), node.stat().modified());
        assertEquals("", node.user());
        assertEquals(List.of(), node.content());
        assertEquals(0, node.stat().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"nodes\":[]}\n", "{\"nodes\":null}", "{}", "{\"other\":[]}"})
    void aTreeWithoutNodesIsEmpty(String json) throws IOException {
        assertEquals(List.of(), read(json));
    }

    @Test
    void theRawLinkTargetWins() throws IOException {
        String link = "{\"name\":\"l\",\"type\":\"symlink\",\"linktarget_raw\":\"Yf8=\",\"linktarget\":\"a\\ufffd\"}";
        assertArrayEquals(new byte[] {'a', -1}, only(tree(link)).linkTarget());
    }

    @Test
    void numbersOf64BitsAreExact() throws IOException {
        Node node = only(tree("{\"name\":\"f\"," + FILE
                + ",\"inode\":18446744073709551615,\"device_id\":9007199254740993}"));
        assertEquals(-1, node.stat().inode());
        assertEquals(9007199254740993L, node.stat().device());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "\\u0061\\u00fc, aü", "\\ud83d\\ude00, 😀", "\\ud83d, \ufffd", "\\ude00x, \ufffdx", "\\ud83d\\n, `\ufffd\n`",
        "\\ud83d\\ud83d\\ude00, \ufffd😀", "\\/\\\"\\\\, /\"\\"})
    void escapesOfJsonAreUnderstood(String json, String expected) throws IOException {
        assertEquals(expected, only(tree("{\"name\":\"f\"," + FILE + ",\"user\":\"" + json + "\"}")).user());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "\\\\101\\\\x62\\\\u0063\\\\U0001f600, Abc😀", "\\\\a\\\\v, `\u0007\u000b`", "\\\\\", \"", "\\\\\\\\, \\"})
    void escapesOfGoAreUnderstood(String json, String expected) throws IOException {
        String name = json.replace("\\\\\"", "\\\\\\\"");
        assertEquals(expected, only(tree("{\"name\":\"" + name + "\"," + FILE + "}")).name().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", ".", "..", "a/b", "/", "a\\\\x00", "a\\u0000b", "\\\"", "a\\n", "\\\\", "\\\\'", "\\\\q",
        "\\\\x4", "\\\\xzz", "\\\\u12", "\\\\ud800", "\\\\U00110000", "\\\\Uffffffff", "\\\\400", "\\\\18", "\\\\1"})
    void anUnsafeOrMisquotedNameIsDamaged(String name) {
        assertDamaged(tree("{\"name\":\"" + name + "\"," + FILE + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "\"type\":\"\"", "\"type\":\"door\"", "\"type\":null", "\"mode\":4294967296,\"type\":\"file\"",
        FILE + ",\"uid\":-1",
        FILE + ",\"gid\":18446744073709551615", FILE + ",\"size\":1.5", FILE + ",\"size\":1e3",
        FILE + ",\"size\":\"1\"",
        FILE + ",\"inode\":18446744073709551616", FILE + ",\"inode\":99999999999999999999999",
        FILE + ",\"mtime\":\"now\"",
        FILE + ",\"content\":[\"12\"]", FILE + ",\"content\":{}", FILE + ",\"content\":[1]",
        FILE + ",", FILE + ",\"x\":",
        FILE + ",\"subtree\":\"zc08ce34ba4f8123618661bef2425f7028ffb9ac740578a3ee88684d2523fee8\"",
        FILE + ",\"linktarget_raw\":\"?\"", FILE + ",\"user\":\"\\x\"", FILE + ",\"user\":\"\\u00g0\"",
        FILE + ",\"x\":nul",
        FILE + ",\"x\":-", FILE + ",\"x\":1.", FILE + ",\"x\":1e", FILE + ",\"x\":1-2", FILE + ",\"x\":+1",
        FILE + ",\"extended_attributes\":[1]", FILE + " \"x\":1", FILE + ",\"x\" 1"})
    void aMalformedNodeIsDamaged(String fields) {
        assertDamaged(tree("{\"name\":\"f\"," + fields + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "[]", "null", "{", "{\"nodes\"", "{\"nodes\":", "{\"nodes\":[", "{\"nodes\":[]", "{\"nodes\":{}}",
        "{\"nodes\":[,]}", "{\"nodes\":[]}x", "{\"nodes\":[]}{}", "{\"nodes\":[],}", "{\"nodes\":[1]}",
        "{\"nodes\":[],\"nodes\":[]}", "{\"nodes\":[null]}", "{,}",
        "\ufeff{\"nodes\":[]}", "{\"nodes\":[]]"})
    void aMalformedTreeIsDamaged(String json) {
        assertDamaged(json);
    }

    @Test
    void namesMustAscendByUnsignedBytes() throws IOException {
        assertEquals(2, read(tree(named("z") + "," + named("\\\\xff"))).size());
        assertDamaged(tree(named("\\\\xff") + "," + named("z")));
        assertDamaged(tree(named("b") + "," + named("a")));
    }

    @Test
    void anIdenticalRepetitionIsDroppedAndAnyOtherIsDamaged() throws IOException {
        assertEquals(2, read(tree(named("a") + "," + named("a") + "," + named("a") + "," + named("b"))).size());
        assertDamaged(tree(named("a") + ",{\"name\":\"a\"," + FILE + ",\"size\":1}"));
        assertDamaged(tree(named("a") + "," + named("b") + "," + named("a")));
    }

    @Test
    void whatStandsAfterTheLastNodeIsCheckedBeforeTheEndIsTold() throws IOException {
        byte[] tree = ("{\"nodes\":[" + named("a") + "]").getBytes(StandardCharsets.UTF_8);
        TreeReader reader = TreeReader.of(tree, 0, tree.length);
        assertEquals("a", reader.next().name().toString());
        assertThrows(DamagedException.class, reader::next);
    }

    @Test
    void endlessNestingAndEndlessStringsAreRefused() {
        assertDamaged("{\"x\":" + "[".repeat(1_000_000));
        assertDamaged("{\"x\":" + "{\"y\":".repeat(1_000_000));
        byte[] start = "{\"nodes\":[{\"name\":\"".getBytes(StandardCharsets.UTF_8);
        InputStream endless = new SequenceInputStream(new ByteArrayInputStream(start), new InputStream() {
            @Override
            public int read() {
                return 'a';
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                java.util.Arrays.fill(target, offset, offset + length, (byte) 'a');
                return length;
            }
        });
        assertThrows(DamagedException.class, () -> TreeReader.of(endless).next());
    }

    @Test
    void aFailureOfTheStreamIsPassedOn() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("unplugged");
            }
        };
        IOException failure = assertThrows(IOException.class, () -> TreeReader.of(failing).next());
        assertEquals("unplugged", failure.getMessage());
    }

    @Test
    void changedBytesNeverDoMoreThanDamage() throws IOException {
        List<byte[]> trees = new ArrayList<>(Resources.trees().values());
        Property.holds(20_000, (random, size) -> {
            byte[] mutated = mutate(trees.get(random.nextInt(trees.size())), random);
            boolean streamed = random.nextBoolean();
            try {
                Nodes.read(streamed
                        ? TreeReader.of(inPieces(mutated, random, 100))
                        : TreeReader.of(mutated, 0, mutated.length));
            } catch (DamagedException expected) {
                assertTrue(!expected.getMessage().isEmpty());
            }
        });
    }

    @Test
    void aTreeCutShortAnywhereIsDamaged() throws IOException {
        for (byte[] tree : Resources.trees().values()) {
            for (int length = 0; length < tree.length - 1; length++) {
                TreeReader reader = TreeReader.of(tree, 0, length);
                assertThrows(DamagedException.class, () -> Nodes.read(reader), "cut to " + length);
            }
        }
    }

    private static byte[] mutate(byte[] tree, Random random) {
        byte[] mutated = tree.clone();
        byte[] marks = "{}[]\",:\\ux0-".getBytes(StandardCharsets.US_ASCII);
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(4)) {
                case 0 -> mutated[at] = (byte) random.nextInt();
                case 1 -> mutated[at] = marks[random.nextInt(marks.length)];
                case 2 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                default -> {
                    int from = random.nextInt(mutated.length);
                    int length = Math.min(random.nextInt(60), mutated.length - Math.max(at, from));
                    System.arraycopy(mutated, from, mutated, at, length);
                }
            }
        }
        return mutated;
    }

    private static InputStream inPieces(byte[] bytes, Random random, int most) {
        List<InputStream> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length;) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(most));
            pieces.add(new ByteArrayInputStream(bytes, at, length));
            at += length;
        }
        return new SequenceInputStream(Collections.enumeration(pieces));
    }

    private static String named(String name) {
        return "{\"name\":\"" + name + "\"," + FILE + "}";
    }

    private static String tree(String nodes) {
        return "{\"nodes\":[" + nodes + "]}\n";
    }

    private static List<Node> read(String json) throws IOException {
        return Nodes.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Node only(String json) throws IOException {
        List<Node> nodes = read(json);
        assertEquals(1, nodes.size());
        return nodes.getFirst();
    }

    private static void assertDamaged(String json) {
        assertThrows(DamagedException.class, () -> read(json));
    }
}
