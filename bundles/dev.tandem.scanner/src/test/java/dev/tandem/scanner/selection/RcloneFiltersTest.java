package dev.tandem.scanner.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.scan.Selection;
import dev.tandem.scan.SelectionRule;
import dev.tandem.scan.Selections.Syntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RcloneFiltersTest extends SelectionFixture {
    private static final long SEED = new Random().nextLong();

    @Test
    void selectsWhatRcloneLists() throws IOException, InterruptedException {
        Path root = tree();
        Files.createFile(root.resolve("a/ä"));
        Path filter = temporary.resolve("filter");
        Random random = new Random(SEED);
        int compared = 0;
        for (int i = 0; i < Integer.getInteger("rounds", 25); i++) {
            List<String> lines = lines(random, 4, () -> line(random));
            Files.write(filter, lines);
            String listed = run(temporary, "", "rclone", "--config", "/dev/null", "lsf", "-R", "--filter-from",
                    filter.toString(), root.toString());
            Selection selection;
            try {
                selection = translated(Syntax.RCLONE, lines);
            } catch (IllegalArgumentException malformed) {
                assertEquals("", listed, () -> "seed " + SEED + ", " + lines + ": " + malformed.getMessage());
                continue;
            }
            Set<String> expected = new TreeSet<>(listed.lines().toList());
            assertSame(expected, selected(selection, root, true), () -> "seed " + SEED + ", " + lines);
            compared++;
        }
        assertTrue(compared > 5, "only " + compared + " lists were well-formed");
    }

    private static String line(Random random) {
        String start = random.nextInt(3) == 0 ? "+ " : "- ";
        String anchor = random.nextInt(3) == 0 ? "/" : "";
        String end = random.nextInt(3) == 0 ? "/" : random.nextInt(4) == 0 ? "/**" : "";
        return start + anchor + pieces(random, 4, "a", "b", "a", "b", "/", "/", "*", "**", "?", ".c", "[ab]", "[^a]",
                "[^a-b/]", "{a,b}", "{a/b,b}", "{a,*.o}", "\\*", "{{[ab]+}}", "{{a|b/.}}", ",", "ä", " ", "x", "\\[", "*.o")
                + end;
    }

    @Test
    void commentsAreNotRulesAndAnExclamationMarkForgets() {
        List<SelectionRule> rules = selections.translate(Syntax.RCLONE,
                List.of("- a", "# - b", "; - c", "", "!", "  - d  ", "+ e"), "list");
        assertEquals(List.of(new SelectionRule(false, "d", false, "line 6 of list"),
                new SelectionRule(true, "e", false, "line 7 of list")), rules);
    }

    @Test
    void whatIsNoRuleIsRefusedWithItsLine() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> selections.translate(Syntax.RCLONE, List.of("- a", "b"), "list"));
        assertEquals("line 2 of list, \"b\": a rule starts with \"+ \" or \"- \", or is \"!\" alone",
                refused.getMessage());
        IllegalArgumentException malformed = assertThrows(IllegalArgumentException.class,
                () -> selections.translate(Syntax.RCLONE, List.of("- a", "- [b"), "list"));
        assertEquals("the pattern \"[b\" (line 2 of list) is malformed: [ has no ]", malformed.getMessage());
    }
}
