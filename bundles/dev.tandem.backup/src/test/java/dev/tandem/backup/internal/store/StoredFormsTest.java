package dev.tandem.backup.internal.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.Id;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotSummary;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.MasterKey;
import dev.tandem.backup.internal.format.Sealer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers and JSON files of a repository. */
class StoredFormsTest {
    private static final Id NAME = new Id(1, 2, 3, 4);

    private final Random random = new Random(41);

    private Id id() {
        return new Id(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private List<PackedBlob> blobs(int count) {
        List<PackedBlob> blobs = new ArrayList<>();
        long offset = 0;
        for (int i = 0; i < count; i++) {
            PackedBlob blob = new PackedBlob(BlobType.values()[random.nextInt(2)], id(), offset,
                    random.nextInt(Sealer.OVERHEAD, 1 << 20), random.nextBoolean() ? 0 : random.nextInt(1, 1 << 20));
            offset = blob.end();
            blobs.add(blob);
        }
        return blobs;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aPackHeaderIsReadAsItWasWritten() throws DamagedException {
        for (int count : new int[] {1, 2, 100, 3000}) {
            List<PackedBlob> blobs = blobs(count);
            byte[] entries = PackHeader.encode(blobs);
            long data = blobs.getLast().end();
            assertEquals(blobs, PackHeader.decode(entries, data));
            assertEquals(data + entries.length + Sealer.OVERHEAD + 4, PackHeader.packSize(blobs));
        }
    }

    @Test
    void aPackHeaderThatCannotBeIsRefused() {
        List<PackedBlob> blobs = blobs(3);
        byte[] entries = PackHeader.encode(blobs);
        long data = blobs.getLast().end();
        assertThrows(DamagedException.class, () -> PackHeader.decode(new byte[0], 0));
        assertThrows(DamagedException.class, () -> PackHeader.decode(entries, data + 1));
        assertThrows(DamagedException.class, () -> PackHeader.decode(Arrays.copyOf(entries, entries.length - 1), data));
        byte[] type = entries.clone();
        type[0] = 4;
        assertThrows(DamagedException.class, () -> PackHeader.decode(type, data));
        List<PackedBlob> huge = List.of(new PackedBlob(BlobType.DATA, id(), 0, 100, 65 << 20));
        assertThrows(DamagedException.class, () -> PackHeader.decode(PackHeader.encode(huge), 100));
        byte[] length = entries.clone();
        length[4] = (byte) 0x80;
        assertThrows(DamagedException.class, () -> PackHeader.decode(length, data));
    }

    @Test
    void aSealedPackHeaderIsFoundAtTheEndAndItsLengthNotBelieved() throws DamagedException {
        Sealer sealer = new Sealer(MasterKey.generate());
        List<PackedBlob> blobs = blobs(20);
        byte[] sealed = sealer.seal(PackHeader.encode(blobs));
        byte[] tail = Arrays.copyOf(sealed, sealed.length + 4);
        tail[sealed.length] = (byte) sealed.length;
        tail[sealed.length + 1] = (byte) (sealed.length >> 8);
        long size = PackHeader.packSize(blobs);
        assertEquals(blobs, PackHeader.open(tail, size, sealer));
        for (int wrong : new int[] {0, 31, Integer.MAX_VALUE, -1, sealed.length + 1}) {
            byte[] lie = tail.clone();
            for (int i = 0; i < 4; i++) {
                lie[sealed.length + i] = (byte) (wrong >>> 8 * i);
            }
            assertThrows(DamagedException.class, () -> PackHeader.open(lie, size, sealer), "length " + wrong);
        }
        assertThrows(DamagedException.class, () -> PackHeader.open(new byte[3], 3, sealer));
    }

    @Test
    void anIndexFileIsReadAsItWasWritten() throws IOException {
        Map<Id, List<PackedBlob>> packs = new LinkedHashMap<>();
        for (int i = 0; i < 30; i++) {
            packs.put(id(), blobs(random.nextInt(1, 50)));
        }
        Map<Id, List<PackedBlob>> read = new LinkedHashMap<>();
        IndexFile.decode(IndexFile.encode(packs), NAME, read::put);
        assertEquals(packs, read);
    }

    @Test
    void anIndexFileOfAnotherProgramMayHoldMoreAndInAnyOrder() throws IOException {
        Id pack = id();
        Id blob = id();
        String json = " {\"supersedes\":[\"x\"], \"packs\" : [ {\"time\":null,\"blobs\":["
                + "{\"length\":50,\"offset\":40,\"id\":\"" + id() + "\",\"type\":\"tree\",\"new\":{\"a\":[1]}},"
                + "{\"id\":\"" + blob + "\",\"type\":\"data\",\"offset\":0,\"length\":40,\"uncompressed_length\":77}],"
                + "\"size\":5,\"id\":\"" + pack + "\"}], \"packs_to_delete\":[{\"id\":\"" + pack + "\"}]}\n";
        List<List<PackedBlob>> found = new ArrayList<>();
        IndexFile.decode(utf8(json), NAME, (id, blobs) -> {
            assertEquals(pack, id);
            found.add(blobs);
        });
        assertEquals(1, found.size());
        assertEquals(new PackedBlob(BlobType.DATA, blob, 0, 40, 77), found.getFirst().getFirst());
        assertEquals(List.of(0L, 40L), found.getFirst().stream().map(PackedBlob::offset).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"packs\":[{\"blobs\":[]}]}", "{\"packs\":[{\"id\":\"12\",\"blobs\":[]}]}",
        "{\"packs\":[{\"id\":\"ID\",\"blobs\":[{\"id\":\"ID\",\"type\":\"data\",\"offset\":-1,\"length\":50}]}]}",
        "{\"packs\":[{\"id\":\"ID\",\"blobs\":[{\"id\":\"ID\",\"type\":\"data\",\"offset\":0,\"length\":31}]}]}",
        "{\"packs\":[{\"id\":\"ID\",\"blobs\":[{\"id\":\"ID\",\"type\":\"data\",\"offset\":4294967296,\"length\":50}]}]}",
        "{\"packs\":[{\"id\":\"ID\",\"blobs\":[{\"id\":\"ID\",\"type\":\"data\",\"offset\":0,\"length\":99999999999}]}]}",
        "{\"packs\":[{\"id\":\"ID\",\"blobs\":[{\"id\":\"ID\",\"type\":\"data\",\"offset\":0,\"length\":67108865}]}]}",
        "{\"packs\":[{\"id\":\"ID\",\"blobs\":[{\"id\":\"ID\",\"type\":\"other\",\"offset\":0,\"length\":50}]}]}",
        "{\"packs\":[{\"id\":\"ID\",\"blobs\":[{\"type\":\"data\",\"offset\":0,\"length\":50}]}]}",
        "{\"packs\":[{\"id\":\"ID\",\"blobs\":null}]}"})
    void anIndexFileThatIsNoneIsRefusedByName(String json) {
        DamagedException e = assertThrows(DamagedException.class,
                () -> IndexFile.decode(utf8(json.replace("ID", NAME.toString())), NAME, (pack, blobs) -> { }));
        assertTrue(e.getMessage().contains("index/" + NAME), e.getMessage());
    }

    @Test
    void aSnapshotIsReadAsItWasWritten() throws DamagedException {
        OffsetDateTime time = OffsetDateTime.parse("2024-05-06T07:08:09.012345678+05:30");
        SnapshotSummary summary = new SnapshotSummary(time, time.plusSeconds(1), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        Snapshot full = new Snapshot(NAME, time, Optional.of(id()), id(), List.of("/a", "/ü<&>"), "host", "user", -1, 7,
                List.of("*.tmp", "!x"), List.of("t"), Optional.of(id()), "tandem 1", Optional.of(summary));
        assertEquals(full, SnapshotJson.decode(NAME, SnapshotJson.encode(full)));
        Snapshot least = new Snapshot(NAME, time, Optional.empty(), id(), List.of(), "", "", 0, 0, List.of(), List.of(),
                Optional.empty(), "", Optional.empty());
        assertEquals(least, SnapshotJson.decode(NAME, SnapshotJson.encode(least)));
        assertEquals("{\"time\":\"2024-05-06T07:08:09.012345678+05:30\",\"tree\":\"" + least.tree() + "\",\"paths\":[]}",
                new String(SnapshotJson.encode(least), StandardCharsets.UTF_8));
    }

    @Test
    void aSnapshotOfAnotherProgramMayHoldMoreOrLess() throws DamagedException {
        String json = "{\"time\":\"2026-11-23T00:24:44.89+01:00\",\"tree\":\"" + NAME + "\",\"paths\":[\"/srv\"],"
                + "\"hostname\":\"h\",\"username\":\"u\",\"uid\":4294967295,\"parents\":[],\"label\":\"x\","
                + "\"delete\":{\"After\":\"2030-01-01T00:00:00Z\"},\"tags\":null,"
                + "\"summary\":{\"files_new\":5,\"command\":\"rustic backup\"}}";
        Snapshot snapshot = SnapshotJson.decode(NAME, utf8(json));
        assertEquals(-1, snapshot.uid());
        assertEquals(List.of(), snapshot.tags());
        assertEquals(5, snapshot.summary().orElseThrow().filesNew());
        assertEquals(snapshot.time(), snapshot.summary().orElseThrow().backupStart());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"time\":\"2026-11-23T00:24:44Z\"}",
        "{\"time\":\"2026-11-23T00:24:44Z\",\"tree\":null}", "{\"time\":\"yesterday\",\"tree\":\"ID\"}",
        "{\"time\":\"2026-11-23T00:24:44Z\",\"tree\":\"12\"}", "{\"time\":\"2026-11-23T00:24:44Z\",\"tree\":{}}",
        "{\"time\":\"2026-11-23T00:24:44Z\",\"tree\":\"ID\",\"paths\":5}",
        "{\"time\":\"2026-11-23T00:24:44Z\",\"tree\":\"ID\",\"summary\":[]}"})
    void aSnapshotThatIsNoneIsRefusedByName(String json) {
        DamagedException e = assertThrows(DamagedException.class,
                () -> SnapshotJson.decode(NAME, utf8(json.replace("ID", NAME.toString()))));
        assertTrue(e.getMessage().contains("snapshots/" + NAME), e.getMessage());
    }

    @Test
    void aKeyOpensWithItsPasswordOnly() throws DamagedException {
        MasterKey master = MasterKey.generate();
        for (Strength strength : Strength.values()) {
            KeyFile key = KeyFile.seal(master, "pässword".toCharArray(), strength, "user", "host");
            KeyFile read = KeyFile.parse(key.toJson(), "name");
            assertEquals(Optional.of(master), read.open("pässword".toCharArray(), "name"));
            assertEquals(Optional.empty(), read.open("passWord".toCharArray(), "name"));
            assertEquals(Optional.empty(), read.open(new char[0], "name"));
            assertEquals("user", read.username());
            assertEquals("host", read.hostname());
            assertTrue(read.created().isPresent());
        }
    }

    @Test
    void aPasswordAPersonChoseCostsMoreThanAGeneratedOne() {
        char[] password = "password".toCharArray();
        KeyFile human = KeyFile.seal(MasterKey.generate(), password, Strength.HUMAN, "", "");
        KeyFile generated = KeyFile.seal(MasterKey.generate(), password, Strength.GENERATED, "", "");
        assertEquals(1 << 15, human.n());
        assertTrue((long) human.n() * human.r() * human.p() >= 32L * generated.n() * generated.r() * generated.p());
        assertArrayEquals("password".toCharArray(), password);
    }

    @Test
    void anEmptyPasswordIsAPassword() throws DamagedException {
        MasterKey master = MasterKey.generate();
        KeyFile key = KeyFile.seal(master, new char[0], Strength.GENERATED, "", "");
        assertEquals(Optional.of(master), key.open(new char[0], "name"));
    }

    @Test
    void aKeyFileMayLackWhatIsNotNeeded() throws DamagedException {
        KeyFile key = KeyFile.seal(MasterKey.generate(), "x".toCharArray(), Strength.GENERATED, "user", "host");
        String json = new String(key.toJson(), StandardCharsets.UTF_8)
                .replaceAll("\"(created|username|hostname)\":\"[^\"]*\",", "");
        KeyFile read = KeyFile.parse(utf8(json), "name");
        assertEquals(Optional.empty(), read.created());
        assertTrue(read.open("x".toCharArray(), "name").isPresent());
        for (String broken : List.of("{}", "", json.replace("scrypt", "argon2"),
                json.replace("\"N\":", "\"N\":\"x\",\"M\":"),
                json.replace("\"salt\":\"", "\"salt\":\"!"))) {
            assertThrows(DamagedException.class,
                    () -> KeyFile.parse(utf8(broken), "name").open("x".toCharArray(), "name"), broken);
        }
    }

    @Test
    void aConfigKeepsItsPolynomialAndIgnoresWhatItDoesNotKnow() throws DamagedException {
        Config config = Config.generate(new SecureRandom());
        assertEquals(config, Config.parse(config.toJson()));
        String more = new String(config.toJson(), StandardCharsets.UTF_8).replace("{\"version\"",
                "{\"append_only\":false,\"version\"");
        assertEquals(config, Config.parse(utf8(more)));
        assertThrows(DamagedException.class, () -> Config.parse(utf8("{\"version\":[2]}")));
        assertEquals(30, IntStream.range(0, 30)
                .mapToObj(i -> Config.generate(new SecureRandom()).polynomial()).distinct().count());
    }
}
