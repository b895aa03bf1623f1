package dev.tandem.scanner.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.scan.Selection;
import dev.tandem.scan.Selections.Syntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnisonProfileTest extends SelectionFixture {
    private static final long SEED = new Random().nextLong();

    @Test
    void selectsWhatUnisonCopies() throws IOException, InterruptedException {
        Path root = tree();
        Path profiles = Files.createDirectories(temporary.resolve("unison"));
        Random random = new Random(SEED);
        int compared = 0;
        for (int i = 0; i < Integer.getInteger("rounds", 6); i++) {
            List<String> lines = lines(random, 4, () -> line(random));
            Selection selection;
            try {
                selection = translated(Syntax.UNISON, lines);
            } catch (IllegalArgumentException refused) {
                continue;
            }
            Path copy = temporary.resolve("copy" + i);
            List<String> profile = new ArrayList<>(List.of("root = " + root, "root = " + copy));
            profile.addAll(lines);
            Files.write(profiles.resolve("p" + i + ".prf"), profile);
            run(temporary, "", "unison", "-ui", "text", "-batch", "-auto", "-fastcheck", "true", "-copyonconflict",
                    "p" + i);
            if (Files.isDirectory(copy)) {
                assertSame(all(copy), selected(selection, root, false), () -> "seed " + SEED + ", " + lines);
                compared++;
            }
        }
        assertTrue(compared > 0, "only " + compared + " lists were translated");
    }

    private static String line(Random random) {
        String key = random.nextInt(4) == 0 ? "ignorenot = " : "ignore = ";
        if (random.nextInt(5) == 0) {
            return key + "Regex " + pieces(random, 4, "a", "b", ".", "(a|b)", ".*", "/", "[ab]", "[^a]", "a?", "b+",
                    "[]a]", "\\[", "a{1,2}");
        }
        String kind = List.of("Name ", "Path ", "BelowPath ").get(random.nextInt(3));
        return key + kind + pieces(random, 4, "a", "b", "a", "b", "/", "*", "*", "?", ".c", "[ab]", "[!a]", "[^b]",
                "[.-c]", "{a,b}", "{a/b,*}", "{*.o,.c}", "\\*", " ", "\\[", "*.o");
    }

    @Test
    void otherLinesArePassedOver() {
        assertEquals(List.of("a", "a/"), selections.translate(Syntax.UNISON,
                List.of("# a profile", "root = /x", "  ignore=Name a", "fat = true", ""), "filter").stream()
                .map(rule -> rule.pattern()).toList());
    }

    @Test
    void ignoreCaseHoldsForAll() {
        assertTrue(selections.translate(Syntax.UNISON, List.of("ignore = Name a", "ignorecase = true"), "filter")
                .stream().allMatch(rule -> rule.ignoreCase()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"include other", "source other.prf", "ignore = Path /a", "ignore = a", "ignore = Name",
        "ignore = Name {a", "ignore = Name [a", "ignore = Regex a**", "ignore = Regex \\d", "ignore = Name a -> b",
        "ignore = Regex [[:alpha:]]", "ignore = Regex (?=a)"})
    void whatCannotBeSaidIsRefusedWithItsLine(String line) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> translated(Syntax.UNISON, List.of("", line)));
        assertTrue(refused.getMessage().startsWith("line 2 of filter, \"" + line + "\": "), refused.getMessage());
    }
}
