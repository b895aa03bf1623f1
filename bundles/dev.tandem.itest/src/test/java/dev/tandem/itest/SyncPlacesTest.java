package dev.tandem.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.itest.SyncPlaces.Kind;
import dev.tandem.itest.SyncPlaces.Place;
import dev.tandem.tck.server.CuttingProxy;
import dev.tandem.tck.server.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The assembled product keeps any two places in step. Its 18 cases call the program some 300 times. */
@EnabledIfSystemProperty(named = "tandem.slow", matches = "true")
class SyncPlacesTest {
    private static final int LARGE = 3 << 20;

    @TempDir
    static Path temp;

    private static SyncPlaces places;
    private static StartScript tandem;

    @BeforeAll
    static void start() throws Exception {
        places = new SyncPlaces(temp);
        tandem = new StartScript(Checkout.product().resolve("tandem"), temp)
                .with("AWS_ACCESS_KEY_ID", S3Server.ACCESS_KEY).with("AWS_SECRET_ACCESS_KEY", S3Server.SECRET_KEY)
                .with("AWS_REGION", "us-east-1");
    }

    @AfterAll
    static void stop() throws IOException {
        if (places != null) {
            places.close();
        }
    }

    static Stream<Arguments> pairs() {
        return Arrays.stream(Kind.values()).flatMap(left -> Arrays.stream(Kind.values())
                .filter(right -> left.compareTo(right) < 0).map(right -> Arguments.of(left, right)));
    }

    /** A folder of this machine and each other place. */
    static Stream<Arguments> pairsWithAFolder() {
        return pairs().filter(pair -> pair.get()[0] == Kind.LOCAL);
    }

    /** A place and where its files are seen: for one that cannot be, a folder that is kept in step with it. */
    private record Shown(Place place, Path folder) {
        static Shown of(Kind kind) throws IOException {
            Place place = places.fresh(kind);
            return new Shown(place, place.folder().isPresent() ? place.folder().get()
                    : places.fresh(Kind.LOCAL).folder().orElseThrow());
        }

        void bring() throws Exception {
            if (place.folder().isEmpty()) {
                sync(0, folder.toString(), place.location());
            }
        }

        void write(String path, byte[] content) throws Exception {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        }

        Map<String, String> tree() throws Exception {
            bring();
            Map<String, String> tree = new TreeMap<>();
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.filter(Files::isRegularFile).toList()) {
                    String name = folder.relativize(path).toString();
                    // What a killed writer left has a name that no session lists.
                    if (!name.startsWith(".tandem") && !name.matches(".*-tmp-\\d+")) {
                        byte[] content = Files.readAllBytes(path);
                        tree.put(name, content.length + " " + Arrays.hashCode(content));
                    }
                }
            }
            return tree;
        }
    }

    private static String sync(int code, String left, String right) throws Exception {
        StartScript.Result result = tandem.run("sync", left, right, "--accept", "new-root");
        assertEquals(code, result.code(), () -> left + " " + right + ": " + result.output() + result.errors());
        return result.output();
    }

    private static String sync(Shown left, Shown right) throws Exception {
        return sync(0, left.place.location(), right.place.location());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertInStep(Shown left, Shown right) throws Exception {
        String output = sync(left, right);
        assertTrue(output.contains("nothing to do"), output);
        assertEquals(left.tree(), right.tree());
        output = sync(left, right);
        assertTrue(output.contains("nothing to do"), output);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void whatEitherSideDidComesToTheOther(Kind one, Kind other) throws Exception {
        Shown left = Shown.of(one);
        Shown right = Shown.of(other);
        for (int i = 0; i < 10; i++) {
            left.write("folder " + i % 3 + "/Grüße " + i, bytes("file " + i));
        }
        right.write("other/deep/file", bytes("of the other side"));
        left.bring();
        right.bring();
        sync(left, right);
        assertInStep(left, right);
        left.write("folder 0/Grüße 0", bytes("edited on the left"));
        right.write("other/deep/file", bytes("edited"));
        Files.delete(right.folder.resolve("folder 1/Grüße 1"));
        left.bring();
        right.bring();
        sync(left, right);
        assertInStep(left, right);
        Map<String, String> tree = left.tree();
        assertEquals(10, tree.size(), tree::toString);
        assertEquals(18, bytes("edited on the left").length);
        assertTrue(tree.get("folder 0/Grüße 0").startsWith("18 "), tree::toString);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void ofAConflictBothVersionsStay(Kind one, Kind other) throws Exception {
        Shown left = Shown.of(one);
        Shown right = Shown.of(other);
        left.write("file.txt", bytes("first"));
        left.bring();
        sync(left, right);
        right.bring();
        left.write("file.txt", bytes("of the left"));
        right.write("file.txt", bytes("of the right side"));
        left.bring();
        right.bring();
        String output = sync(left, right);
        assertTrue(output.contains("onflict"), output);
        assertInStep(left, right);
        Map<String, String> tree = left.tree();
        assertEquals(2, tree.size(), tree::toString);
        assertTrue(tree.values().stream().anyMatch(text -> text.startsWith("11 ")), tree::toString);
        assertTrue(tree.values().stream().anyMatch(text -> text.startsWith("17 ")), tree::toString);
    }

    @ParameterizedTest
    @MethodSource("pairsWithAFolder")
    void aRunThatLosesItsConnectionAndDiesLosesNothingAndTheNextOneGoesOn(Kind one, Kind other) throws Exception {
        Shown left = Shown.of(one);
        Shown right = Shown.of(other);
        byte[] large = new byte[LARGE];
        new Random(7).nextBytes(large);
        left.write("small", bytes("there before"));
        left.bring();
        sync(left, right);
        left.write("large", large);
        left.write("small", bytes("changed"));
        left.bring();
        killedOnceCut(right.place.way().orElseThrow(), left, right);
        assertArrayEquals(large, Files.readAllBytes(left.folder.resolve("large")));
        sync(left, right);
        assertInStep(left, right);
        right.bring();
        assertArrayEquals(large, Files.readAllBytes(right.folder.resolve("large")));
    }

    private static void killedOnceCut(CuttingProxy way, Shown left, Shown right) throws Exception {
        int before = way.cuts();
        way.cutAfter(LARGE / 3);
        try {
            Process process = tandem.start("sync", left.place.location(), right.place.location());
            while (way.cuts() == before) {
                assertFalse(process.waitFor(20, TimeUnit.MILLISECONDS), "ended though no connection was cut");
            }
            process.destroyForcibly().waitFor();
        } finally {
            way.cutNever();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void aConnectionThatIsCutOnceIsMadeAgain(Kind kind) throws Exception {
        Shown left = Shown.of(Kind.LOCAL);
        Shown right = Shown.of(kind);
        sync(left, right);
        byte[] large = new byte[LARGE];
        left.write("large", large);
        CuttingProxy way = right.place.way().orElseThrow();
        way.cutAfter(LARGE / 3);
        int before = way.cuts();
        Process process = tandem.start("sync", left.place.location(), right.place.location());
        try {
            while (way.cuts() == before) {
                assertFalse(process.waitFor(20, TimeUnit.MILLISECONDS), "ended though no connection was cut");
            }
        } finally {
            way.cutNever();
        }
        assertEquals(0, tandem.await(process).code());
        assertInStep(left, right);
        right.bring();
        assertArrayEquals(large, Files.readAllBytes(right.folder.resolve("large")));
    }
}
