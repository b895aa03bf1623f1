package dev.tandem.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawPath;
import dev.tandem.sync.spi.Merger;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Merger} must hold, as JUnit 5 tests. The test of a merger extends this class and gives some versions
 * of a file, which are merged in every combination, as are versions that are no such files at all.
 */
public abstract class MergerContract {
    private static final byte[] NO_TEXT = {(byte) 0xff, (byte) 0xfe, '.', 'x'};

    /** A merge that can be tried. */
    private interface Trial {
        void of(byte[] base, byte[] left, byte[] right) throws IOException;
    }

    /** For subclasses. */
    protected MergerContract() { }

    /** Returns the merger; every time one that does the same. */
    protected abstract Merger merger();

    /** Returns the names of some files it merges. */
    protected abstract List<String> accepted();

    /** Returns the names of some files it does not merge. */
    protected abstract List<String> refused();

    /** Returns some versions of a file, three at least, that were made by edits in several places. */
    protected abstract List<String> versions();

    @Test
    final void itHasAName() {
        assertFalse(merger().name().isBlank());
    }

    @Test
    final void itAcceptsByName() {
        Merger merger = merger();
        accepted().forEach(name -> assertTrue(merger.accepts(RawPath.of(name)), name));
        accepted().forEach(name -> assertTrue(merger.accepts(RawPath.of("a/b/" + name)), name));
        refused().forEach(name -> assertFalse(merger.accepts(RawPath.of(name)), name));
    }

    @Test
    final void anyNameIsAcceptedOrNot() {
        Merger merger = merger();
        for (RawPath path : List.of(RawPath.of(NO_TEXT), RawPath.ROOT, RawPath.of("."), RawPath.of(".."),
                RawPath.of("x".repeat(300)), RawPath.of("\n"))) {
            assertEquals(merger.accepts(path), merger.accepts(path), path::toString);
        }
    }

    @Test
    final void whatOnlyOneSideEditedIsItsVersion() throws IOException {
        Merger merger = merger();
        for (byte[] base : bytes(versions())) {
            for (byte[] edited : bytes(versions())) {
                same(edited, merger.merge(base, edited, base));
                same(edited, merger.merge(base, base, edited));
            }
        }
    }

    @Test
    final void whatBothSidesEditedAlikeIsThatVersion() throws IOException {
        Merger merger = merger();
        for (byte[] base : bytes(versions())) {
            for (byte[] edited : bytes(versions())) {
                same(edited, merger.merge(base, edited, edited));
            }
        }
    }

    @Test
    final void someEditsComeTogether() throws IOException {
        Merger merger = merger();
        List<byte[]> merged = new ArrayList<>();
        everyThree(bytes(versions()), (base, left, right) -> merger.merge(base, left, right)
                .filter(bytes -> !same(bytes, left) && !same(bytes, right)).ifPresent(merged::add));
        assertFalse(merged.isEmpty(), "no two edits of the versions were brought together");
    }

    @Test
    final void swappedSidesMakeTheSameMerge() throws IOException {
        Merger merger = merger();
        everyThree(bytes(versions()), (base, left, right) ->
                assertSame(merger.merge(base, left, right), merger.merge(base, right, left), "swapped"));
    }

    @Test
    final void theSameVersionsMakeTheSameMerge() throws IOException {
        Merger merger = merger();
        everyThree(bytes(versions()), (base, left, right) -> {
            Optional<byte[]> first = merger.merge(base, left, right);
            assertSame(first, merger.merge(base, left, right), "again");
            assertSame(first, merger().merge(base, left, right), "by another one");
        });
    }

    @Test
    final void theVersionsStayAsTheyAre() throws IOException {
        Merger merger = merger();
        everyThree(bytes(versions()), (base, left, right) -> {
            byte[][] before = {base.clone(), left.clone(), right.clone()};
            merger.merge(base, left, right);
            assertArrayEquals(before, new byte[][] {base, left, right}, "a version was changed");
        });
    }

    @Test
    final void whatIsNoSuchFileIsRefusedInWords() {
        Merger merger = merger();
        List<byte[]> hostile = new ArrayList<>(bytes(versions()).subList(0, 2));
        hostile.addAll(hostile());
        everyThreeOrRefused(hostile, (base, left, right) -> assertNotNull(merger.merge(base, left, right)));
    }

    private static List<byte[]> hostile() {
        byte[] random = new byte[1_000];
        new Random(1).nextBytes(random);
        return List.of(new byte[0], new byte[] {0}, random, new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
                "\r\n\r\n\n\r".getBytes(StandardCharsets.UTF_8), "[".repeat(20_000).getBytes(StandardCharsets.UTF_8),
                "{\"a\":".repeat(20_000).getBytes(StandardCharsets.UTF_8),
                "<a>".repeat(20_000).getBytes(StandardCharsets.UTF_8), "x".repeat(20_000).getBytes(StandardCharsets.UTF_8),
                "same\n".repeat(500).getBytes(StandardCharsets.UTF_8));
    }

    private static void everyThreeOrRefused(List<byte[]> versions, Trial trial) {
        try {
            everyThree(versions, (base, left, right) -> {
                try {
                    trial.of(base, left, right);
                } catch (IOException refused) {
                    assertFalse(refused.getMessage() == null || refused.getMessage().isBlank(), "no reason is given");
                }
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void everyThree(List<byte[]> versions, Trial trial) throws IOException {
        for (byte[] base : versions) {
            for (byte[] left : versions) {
                for (byte[] right : versions) {
                    trial.of(base, left, right);
                }
            }
        }
    }

    private static void assertSame(Optional<byte[]> expected, Optional<byte[]> merged, String how) {
        assertEquals(expected.map(ByteBuffer::wrap), merged.map(ByteBuffer::wrap), how);
    }

    private static void same(byte[] expected, Optional<byte[]> merged) {
        assertArrayEquals(expected, merged.orElseThrow(() -> new AssertionError("nothing to merge, and no result")));
    }

    private static boolean same(byte[] one, byte[] other) {
        return Arrays.equals(one, other);
    }

    private static List<byte[]> bytes(List<String> versions) {
        return versions.stream().map(version -> version.getBytes(StandardCharsets.UTF_8)).toList();
    }
}
