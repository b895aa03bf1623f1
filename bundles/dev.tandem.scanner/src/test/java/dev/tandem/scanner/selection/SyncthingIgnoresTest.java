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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncthingIgnoresTest extends SelectionFixture {
    private static final long SEED = new Random().nextLong();

    /** What Syncthing's documentation says, path by path, as regular expressions. */
    private static final class Reference {
        private final List<Pattern> patterns = new ArrayList<>();
        private final List<Boolean> ignores = new ArrayList<>();
        private final List<Boolean> folds = new ArrayList<>();

        Reference(List<String> lines) {
            for (String line : lines) {
                String bare = line.replaceFirst("^!", "").replaceFirst("^\\(\\?i\\)", "");
                List<String> globs = bare.endsWith("/**") ? List.of(bare)
                        : bare.endsWith("/") ? List.of(bare + "**") : List.of(bare, bare + "/**");
                for (String glob : globs) {
                    if (glob.startsWith("/")) {
                        add(line, glob.substring(1));
                    } else {
                        add(line, glob);
                        add(line, glob.startsWith("**/") ? glob.substring(3) : "**/" + glob);
                    }
                }
            }
        }

        private void add(String line, String glob) {
            boolean fold = line.contains("(?i)");
            String text = fold ? glob.toLowerCase(Locale.ROOT) : glob;
            patterns.add(Pattern.compile(text.replace(".", "\\.").replace("?", "[^/]").replace("[!", "[^")
                    .replace("{", "(").replace("}", ")").replace(",", "|").replace("**", "\1").replace("*", "[^/]*")
                    .replace("\1", ".*")));
            ignores.add(!line.startsWith("!"));
            folds.add(fold);
        }

        boolean ignored(String path) {
            for (int i = 0; i < patterns.size(); i++) {
                String text = folds.get(i) ? path.toLowerCase(Locale.ROOT) : path;
                if (patterns.get(i).matcher(text).matches()) {
                    return ignores.get(i);
                }
            }
            return false;
        }
    }

    @Test
    void selectsPathByPath() throws IOException {
        Path root = tree();
        Files.createFile(root.resolve("a/ä"));
        Set<String> all = all(root);
        Random random = new Random(SEED);
        for (int i = 0; i < Integer.getInteger("rounds", 100); i++) {
            List<String> lines = lines(random, 4, () -> line(random));
            Selection selection;
            try {
                selection = translated(Syntax.SYNCTHING, lines);
            } catch (IllegalArgumentException refused) {
                assertTrue(refused.getMessage().matches(".*(together|may stand for a /).*"), refused.getMessage());
                continue;
            }
            Reference reference = new Reference(lines);
            Set<String> expected = new TreeSet<>(all);
            expected.removeIf(path -> reference.ignored(path.replaceFirst("/$", "")));
            assertSame(expected, selected(selection, root, false), () -> "seed " + SEED + ", " + lines);
        }
    }

    private static String line(Random random) {
        String start = random.nextInt(3) == 0 ? "!" : "";
        String fold = random.nextInt(6) == 0 ? "(?i)" : "";
        String anchor = random.nextInt(3) == 0 ? "/" : "";
        String end = random.nextInt(4) == 0 ? "/" : random.nextInt(6) == 0 ? "/**" : "";
        return start + fold + anchor + pieces(random, 4, "a", "b", "a", "B", "a/b", "b/a", "*", "**", "?", ".c", "[ab]",
                "[!a]", "{a,b}", "{a/b,*.o}", "**/a", "*.o", "x", "ä").replace("//", "/") + end;
    }

    @Test
    void prefixesComeInAnyOrderAndCommentsAreNotRules() {
        assertEquals(List.of(new SelectionRule(true, "a", true, "line 3 of .stignore"),
                        new SelectionRule(true, "a/**", true, "line 3 of .stignore")),
                selections.translate(Syntax.SYNCTHING, List.of("// a", "", " (?d)(?i)!a "), ".stignore"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"#include more", "#escape=|", "!", "(?d)", "[a", "[a-z0]", "{a", "{{a,b},c}", "a\\",
        "a***", "[]"})
    void whatCannotBeSaidIsRefusedWithItsLine(String line) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> translated(Syntax.SYNCTHING, List.of("fine", line)));
        assertTrue(refused.getMessage().startsWith("line 2 of filter, \"" + line + "\": "), refused.getMessage());
    }
}
