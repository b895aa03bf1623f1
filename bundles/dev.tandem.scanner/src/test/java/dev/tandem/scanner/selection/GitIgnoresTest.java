package dev.tandem.scanner.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.scan.Selection;
import dev.tandem.scan.Selections.Syntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitIgnoresTest extends SelectionFixture {
    private static final long SEED = new Random().nextLong();

    @Test
    void leavesOutWhatGitIgnores() throws IOException, InterruptedException {
        Path root = tree();
        run(root, "", "git", "init", "-q");
        Set<String> all = all(root);
        // With a slash at its end git would match a directory as if it were something in it.
        String input = String.join("\0", all).replace("/\0", "\0") + "\0";
        Random random = new Random(SEED);
        int compared = 0;
        for (int i = 0; i < Integer.getInteger("rounds", 60); i++) {
            List<String> lines = lines(random, 4, () -> line(random));
            Selection selection;
            try {
                selection = translated(Syntax.GITIGNORE, lines);
            } catch (IllegalArgumentException refused) {
                continue;
            }
            Files.write(root.resolve(".gitignore"), lines);
            Set<String> expected = new TreeSet<>(all);
            for (String ignored : run(root, input, "git", "check-ignore", "--no-index", "--stdin", "-z").split("\0")) {
                expected.remove(ignored);
                expected.remove(ignored + "/");
            }
            assertSame(expected, selected(selection, root, false), () -> "seed " + SEED + ", " + lines);
            compared++;
        }
        assertTrue(compared > 10, "only " + compared + " lists were translated");
    }

    private static String line(Random random) {
        String line;
        do {
            line = anyLine(random);
            // git 2.39 cuts "a" off "a**" and then takes the stars for some of any directories, unlike its manual.
        } while (line.matches(".*[^/!*]\\*\\*.*"));
        return line;
    }

    private static String anyLine(Random random) {
        String start = random.nextInt(3) == 0 ? "!" : "";
        String end = random.nextInt(3) == 0 ? "/" : random.nextInt(6) == 0 ? "/**" : "";
        return start + pieces(random, 4, "a", "b", "a", "b", "/", "/", "*", "**", "/**/", "**/", ".c", "[ab]", "[!a]",
                "[^ab]", "[]-a]", "[--0]", "[[:alpha:]]", "\\*", "{", ",", "\\ ", " ", "x", "\\[", "*.o", "ä") + end;
    }

    @Test
    void spacesAtTheEndAreDroppedUnlessEscaped() {
        assertEquals(List.of("a", "a/"), patterns("a   "));
        assertEquals(List.of("a  ", "a  /"), patterns("a \\  "));
        assertEquals(List.of("#a", "#a/"), patterns("\\#a"));
        assertEquals(List.of("!a", "!a/"), patterns("\\!a\r"));
        assertEquals(List.of(), patterns("# a"));
        assertEquals(List.of(), patterns("!"));
        assertEquals(List.of(), patterns("/"));
        assertEquals(List.of("a", "a/"), patterns("\ufeffa"));
    }

    private List<String> patterns(String line) {
        return selections.translate(Syntax.GITIGNORE, List.of(line), "filter").stream().map(rule -> rule.pattern())
                .toList();
    }

    @Test
    void nothingIsTakenBackBelowADirectoryThatIsLeftOut() throws IOException {
        Path root = tree();
        Selection selection = translated(Syntax.GITIGNORE, List.of("/a/", "!/a/b", "b/*", "!b/a"));
        Set<String> selected = selected(selection, root, false);
        assertTrue(selected.stream().noneMatch(path -> path.startsWith("a/")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a[b", "a\\", "a//b", "[a/b]", "//a", "[[:foo:]]", "[z-a]"})
    void whatMatchesNothingIsRefusedWithItsLine(String line) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> translated(Syntax.GITIGNORE, List.of("fine", line)));
        assertTrue(refused.getMessage().startsWith("line 2 of filter, \"" + line + "\": "), refused.getMessage());
    }
}
