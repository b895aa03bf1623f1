package dev.tandem.sync.internal.merge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.model.RawPath;
import dev.tandem.sync.spi.Merger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextMergerTest {
    private static final int CASES_FOR_PROGRAMS = 250;

    private final Merger merger = new TextMerger();

    private Optional<String> merge(String base, String left, String right) throws IOException {
        Optional<String> merged = text(base.getBytes(UTF_8), left.getBytes(UTF_8), right.getBytes(UTF_8));
        assertEquals(merged, text(base.getBytes(UTF_8), right.getBytes(UTF_8), left.getBytes(UTF_8)), "swapped");
        return merged;
    }

    private Optional<String> text(byte[] base, byte[] left, byte[] right) throws IOException {
        return merger.merge(base, left, right).map(bytes -> new String(bytes, UTF_8));
    }

    @Test
    void linesThatDifferentSidesChangedComeTogether() throws IOException {
        assertEquals(Optional.of("A\nb\nC\n"), merge("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n"));
        assertEquals(Optional.empty(), merge("a\nb\nc\n", "a\nB\nc\n", "a\nß\nc\n"));
    }

    @Test
    void windowsLineEndsStay() throws IOException {
        assertEquals(Optional.of("A\r\nb\r\nC\r\n"), merge("a\r\nb\r\nc\r\n", "A\r\nb\r\nc\r\n", "a\r\nb\r\nC\r\n"));
    }

    @Test
    void oneSideMayChangeAllLineEndsWhileTheOtherOneEdits() throws IOException {
        assertEquals(Optional.of("a\r\nB\r\n"), merge("a\nb\n", "a\r\nb\r\n", "a\nB\n"));
        assertEquals(Optional.of("a\nB\n"), merge("a\r\nb\r\n", "a\nb\n", "a\r\nB\r\n"));
    }

    @Test
    void mixedLineEndsStayWhatEachIs() throws IOException {
        assertEquals(Optional.of("A\nb\r\nc\nD\r\n"), merge("a\nb\r\nc\nd\r\n", "A\nb\r\nc\nd\r\n", "a\nb\r\nc\nD\r\n"));
        assertEquals(Optional.empty(), merge("a\nb\r\n", "a\nb\n", "a\nB\r\n"));
    }

    @Test
    void aMissingNewlineAtTheEndStaysMissing() throws IOException {
        assertEquals(Optional.of("A\nb\nc"), merge("a\nb\nc", "A\nb\nc", "a\nb\nc"));
        assertEquals(Optional.of("A\nb\nC"), merge("a\nb\nc", "A\nb\nc", "a\nb\nC"));
        assertEquals(Optional.of("A\nb\nc"), merge("a\nb\nc\n", "A\nb\nc\n", "a\nb\nc"));
        assertEquals(Optional.empty(), merge("a\nb", "a\nb\nc\n", "a\nB"));
    }

    @Test
    void theByteOrderMarkIsThereWhereItWasOrWhereOneSidePutIt() throws IOException {
        assertEquals(Optional.of("\uFEFFA\nb\nC\n"), merge("\uFEFFa\nb\nc\n", "\uFEFFA\nb\nc\n", "\uFEFFa\nb\nC\n"));
        assertEquals(Optional.of("\uFEFFa\nB\n"), merge("a\nb\n", "\uFEFFa\nb\n", "a\nB\n"));
        assertEquals(Optional.of("a\nB\n"), merge("\uFEFFa\nb\n", "a\nb\n", "\uFEFFa\nB\n"));
    }

    @Test
    void charactersOfAnyKindSurvive() throws IOException {
        assertEquals(Optional.of("ä \r x\n\u2028\n𝄞 e\u0301\n"), merge("a\n\u2028\nb\n", "ä \r x\n\u2028\nb\n", "a\n\u2028\n𝄞 e\u0301\n"));
    }

    @Test
    void whatIsNoTextIsNotMerged() throws IOException {
        byte[] base = "a\nb\nc\n".getBytes(UTF_8);
        byte[] right = "a\nb\nC\n".getBytes(UTF_8);
        assertTrue(merger.merge(base, "ä\nb\nc\n".getBytes(UTF_8), right).isPresent());
        assertTrue(merger.merge(base, "ä\nb\nc\n".getBytes(ISO_8859_1), right).isEmpty());
        assertTrue(merger.merge(base, "\0\nb\nc\n".getBytes(UTF_8), right).isEmpty());
        assertTrue(merger.merge("ä".getBytes(ISO_8859_1), base, right).isEmpty());
    }

    @Test
    void aSideThatChangedNothingTakesTheBytesOfTheOtherOne() throws IOException {
        for (long seed = 0; seed < 2_000; seed++) {
            String base = odd(new Random(seed));
            String edited = odd(new Random(-1 - seed));
            assertEquals(Optional.of(edited), merge(base, edited, base), "seed " + seed);
            assertEquals(Optional.of(edited), merge(base, edited, edited), "seed " + seed);
        }
    }

    private static String odd(Random random) {
        String parts = "ab\n\n\r\r\uFEFF";
        return random.ints(random.nextInt(12), 0, parts.length()).mapToObj(i -> i == 4 ? "\r\n" : parts.substring(i, i + 1))
                .reduce("", String::concat);
    }

    @Test
    void aTextOfManyLinesIsMergedInReasonableTime() throws IOException {
        Random random = new Random(5);
        List<String> base = new ArrayList<>(IntStream.range(0, 200_000).mapToObj(i -> "line " + random.nextInt(1000)).toList());
        List<String> left = new ArrayList<>(base);
        List<String> right = new ArrayList<>(base);
        for (int i = 0; i < 200_000; i += 1_000) {
            left.set(i, "left " + i);
            right.set(i + 500, "right " + i);
        }
        String merged = merge(Edits.text(base, true), Edits.text(left, true), Edits.text(right, true)).orElseThrow();
        assertEquals(200, merged.lines().filter(line -> line.startsWith("left")).count());
        assertEquals(200, merged.lines().filter(line -> line.startsWith("right")).count());
        assertEquals(200_000, merged.lines().count());
    }

    @Test
    void whatIsTooMuchToHoldIsLeftToAPerson() throws IOException {
        String base = "\n".repeat(250_001);
        assertEquals(Optional.empty(), merge(base, "left" + base, base + "right"));
        String fewer = "\n".repeat(250_000 - 1);
        assertEquals(Optional.of("left\n" + fewer + "right"), merge(fewer, "left\n" + fewer, fewer + "right"));
    }

    @Test
    void gitMergesTheSameAndToTheSameBytes(@TempDir Path folder) throws Exception {
        assumeInstalled("git");
        assertAgrees(folder, List.of("git", "merge-file", "-p", "-q", "left", "base", "right"));
    }

    @Test
    void diff3MergesTheSameAndToTheSameBytes(@TempDir Path folder) throws Exception {
        assumeInstalled("diff3");
        assertAgrees(folder, List.of("diff3", "-m", "left", "base", "right"));
    }

    private static void assumeInstalled(String program) {
        assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, program))),
                program + " is not installed");
    }

    private void assertAgrees(Path folder, List<String> command) throws Exception {
        int clean = 0;
        for (long seed = 0; seed < CASES_FOR_PROGRAMS; seed++) {
            Edits edits = Edits.random(seed);
            Random random = new Random(seed);
            boolean ended = random.nextInt(4) > 0;
            String base = Edits.text(edits.base(), ended);
            String left = Edits.text(edits.left(), ended);
            String right = Edits.text(edits.right(), ended == random.nextInt(4) > 0);
            Files.writeString(folder.resolve("base"), base);
            Files.writeString(folder.resolve("left"), left);
            Files.writeString(folder.resolve("right"), right);
            Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
            String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
            Optional<String> expected = process.waitFor() == 0 ? Optional.of(answer) : Optional.empty();
            assertEquals(expected, merge(base, left, right), "seed " + seed + ", which said " + answer);
            clean += expected.isPresent() ? 1 : 0;
        }
        assertTrue(clean > CASES_FOR_PROGRAMS / 4 && clean < CASES_FOR_PROGRAMS * 9 / 10, clean + " were clean");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "folder/A.TXT", "x/Main.java", "README", "Makefile", "a/Dockerfile", "page.html", ".gitignore",
            "notes.tar.md", "data.csv"})
    void textsAreKnownByTheirNames(String path) {
        assertTrue(merger.accepts(RawPath.of(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.docx", "photo.jpg", "txt", ".txt", "a.txt/b", "archive.zip", "id_rsa", "key.pem", "fix.patch"})
    void othersAreNot(String path) {
        assertFalse(merger.accepts(RawPath.of(path)));
    }
}
