package dev.tandem.backup.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.Id;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is not changed of a node stays byte for byte. */
class RawNodeTest {
    private static final Id ONE = new Id(1, 2, 3, 4);
    private static final Id TWO = new Id(5, 6, 7, 8);
    private static final String ODD = "{ \"name\" : \"a\\u00e9\\\\u200b\",\"type\":\"dir\", \"mode\":2147484141,"
            + "\"mtime\":\"2020-01-01T00:00:00.5+01:00\",\"uid\":0,\"gid\":0,\"generic_attributes\":{\"windows.x\":[1,"
            + "{\"b\":\"}\"}]},\"content\":null,\"subtree\":\"" + ONE + "\" , \"future\":[1.5e3,true]}";

    private static RawNode raw(String node) throws IOException {
        byte[] tree = ("{\"nodes\":[" + node + "]}\n").getBytes(StandardCharsets.UTF_8);
        TreeReader reader = TreeReader.of(tree, 0, tree.length);
        reader.next();
        return reader.raw();
    }

    private static String text(RawNode node) {
        return new String(node.bytes(), StandardCharsets.UTF_8);
    }

    private static String file(String fields) {
        return "{\"name\":\"f\",\"type\":\"file\"" + fields + "}";
    }

    @Test
    void aNodeIsTakenAsItStands() throws IOException {
        assertEquals(ODD, text(raw(" " + ODD + " \n")));
    }

    @Test
    void aDirectoryGetsAnotherTreeAndKeepsAllElse() throws IOException {
        assertEquals(ODD.replace(ONE.toString(), TWO.toString()), text(raw(ODD).withSubtree(TWO)));
        assertEquals("{\"name\":\"d\",\"type\":\"dir\",\"content\":null,\"subtree\":\"" + TWO + "\"}",
                text(raw("{\"name\":\"d\",\"type\":\"dir\",\"content\":null}").withSubtree(TWO)));
        assertEquals("{\"name\":\"d\",\"type\":\"dir\",\"subtree\":\"" + TWO + "\",\"error\":\"e\"}",
                text(raw("{\"name\":\"d\",\"type\":\"dir\",\"error\":\"e\"}").withSubtree(TWO)));
    }

    @Test
    void aFileGetsAnotherContentAndItsSize() throws IOException {
        String two = "[\"" + ONE + "\",\"" + TWO + "\"]";
        String one = "[\"" + TWO + "\"]";
        assertEquals(file(",\"size\":5,\"links\":1,\"content\":" + one + ",\"x\":1"),
                text(raw(file(",\"size\":10,\"links\":1,\"content\":" + two + ",\"x\":1")).withContent(List.of(TWO), 5)));
        assertEquals(file(",\"links\":1,\"content\":[]"),
                text(raw(file(",\"size\":10,\"links\":1,\"content\":" + two)).withContent(List.of(), 0)));
        assertEquals(file(",\"inode\":7,\"size\":18446744073709551615,\"links\":1,\"content\":" + one),
                text(raw(file(",\"inode\":7,\"links\":1,\"content\":null")).withContent(List.of(TWO), -1)));
        assertEquals(file(",\"content\":[]"), text(raw(file("")).withContent(List.of(), 0)));
        assertEquals("{\"name\":\"f\",\"type\":\"file\",\"content\":[]}",
                text(raw("{\"size\":3,\"name\":\"f\",\"type\":\"file\"}").withContent(List.of(), 0)));
    }

    @Test
    void aListOfNothingIsTold() throws IOException {
        assertTrue(raw(file(",\"content\":[]")).hasContent());
        assertFalse(raw(file(",\"content\":null")).hasContent());
        assertFalse(raw(file("")).hasContent());
    }

    /** Gives as few bytes at once as it likes. */
    private static InputStream trickle(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(60)));
            }
        };
    }

    @Test
    void aTreeThatIsReadInPiecesYieldsTheSameBytes() throws IOException {
        Random random = new Random(7);
        List<String> nodes = new ArrayList<>();
        for (int i = 100; i < 400; i++) {
            String content = random.nextInt(5) == 0 ? "null" : "[\"" + ONE + "\"]";
            nodes.add("{\"name\":\"n" + i + "\",\"type\":\"file\",\"v\":\"" + "x".repeat(random.nextInt(200))
                    + "\",\"content\":" + content + "}");
        }
        byte[] tree = ("{\"nodes\":[" + String.join(" , ", nodes) + "]}\n").getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 20; round++) {
            List<String> read = new ArrayList<>();
            try (TreeReader reader = TreeReader.of(trickle(tree, random))) {
                while (reader.next() != null) {
                    read.add(text(reader.raw()));
                }
                assertFalse(reader.hasForeignFields());
            }
            assertEquals(nodes, read);
        }
    }

    @Test
    void fieldsBesideTheNodesAreNoticed() throws IOException {
        byte[] tree = "{\"nodes\":[],\"more\":1}\n".getBytes(StandardCharsets.UTF_8);
        TreeReader reader = TreeReader.of(tree, 0, tree.length);
        reader.next();
        assertTrue(reader.hasForeignFields());
    }
}
