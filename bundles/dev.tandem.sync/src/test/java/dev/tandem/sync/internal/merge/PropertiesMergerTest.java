package dev.tandem.sync.internal.merge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawPath;
import dev.tandem.sync.spi.Merger;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PropertiesMergerTest {
    private static final int CASES = 2_000;

    private final Merger merger = new PropertiesMerger();

    private Optional<String> merge(String base, String left, String right) throws IOException {
        Optional<String> merged = oneWay(base, left, right);
        assertEquals(merged, oneWay(base, right, left), "swapped");
        return merged;
    }

    private Optional<String> oneWay(String base, String left, String right) throws IOException {
        return merger.merge(base.getBytes(UTF_8), left.getBytes(UTF_8), right.getBytes(UTF_8))
                .map(bytes -> new String(bytes, UTF_8));
    }

    @Test
    void neighboursThatDifferentSidesChangedComeTogether() throws IOException {
        assertEquals(Optional.of("a=2\nb = 3\n"), merge("a=1\nb = 2\n", "a=2\nb = 2\n", "a=1\nb = 3\n"));
        assertEquals(Optional.of("a=1\nx=7\ny=8\n"), merge("a=1\n", "a=1\nx=7\n", "a=1\ny=8\n"));
        assertEquals(Optional.of("b=3\n"), merge("a=1\nb=2\n", "b=2\n", "a=1\nb=3\n"));
    }

    @Test
    void theSameSettingChangedByBothIsAConflictWhereverItIs() throws IOException {
        assertEquals(Optional.empty(), merge("a=1\n", "a=2\n", "a=3\n"));
        assertEquals(Optional.empty(), merge("a=1\nb=1\nc=1\n", "x=1\na=1\nb=1\nc=1\n", "a=1\nb=1\nc=1\nx=2\n"));
        assertEquals(Optional.empty(), merge("a=1\n", "", "a=3\n"));
    }

    @Test
    void aSettingThatWasMovedTakesTheOtherSidesValueWithIt() throws IOException {
        assertEquals(Optional.of("c=3\na=9\nb=2\n"), merge("a=1\nb=2\nc=3\n", "c=3\na=1\nb=2\n", "a=9\nb=2\nc=3\n"));
    }

    @Test
    void commentsStayWithTheirSettings() throws IOException {
        String base = "# top\n\n# of a\na=1\n! of b\nb=2\n; end\n";
        assertEquals(Optional.of("# top\n\n# of A\na=5\n! of b\nb=6\n# of c\nc=1\n; end\n"), merge(base,
                base.replace("# of a", "# of A").replace("b=2", "b=6"),
                base.replace("a=1", "a=5").replace("; end", "# of c\nc=1\n; end")));
        assertEquals(Optional.empty(), merge(base, base.replace("# of a", "# x"), base.replace("# of a", "# y")));
    }

    @Test
    void aKeyInAnotherSectionIsAnotherKey() throws IOException {
        String base = "[one]\nkey = 1\n\n[two]\nkey = 1\n";
        assertEquals(Optional.of("[one]\nkey = 2\nleft=\n\n[two]\nkey = 3\nright=\n"),
                merge(base, "[one]\nkey = 2\nleft=\n\n[two]\nkey = 1\n", "[one]\nkey = 1\n\n[two]\nkey = 3\nright=\n"));
    }

    @Test
    void aSettingDoesNotFallIntoAnotherSectionWhenItsOwnIsRemoved() throws IOException {
        assertEquals(Optional.empty(),
                merge("[one]\na=1\n[two]\nb=1\n", "[one]\na=1\n", "[one]\na=1\n[two]\nb=1\nc=1\n"));
    }

    @Test
    void aContinuedValueIsOneValue() throws IOException {
        String base = "a=1,\\\n  2,\\\n  3\nb=1\n";
        assertEquals(Optional.of("a=1,\\\n  2,\\\n  4\nb=2\n"), merge(base, base.replace("3", "4"), base.replace("b=1", "b=2")));
        assertEquals(Optional.empty(), merge(base, base.replace("3", "4"), base.replace("1,", "0,")));
        assertEquals(Optional.of("a=C:\\\\\nb=3\n"), merge("a=B:\\\\\nb=2\n", "a=C:\\\\\nb=2\n", "a=B:\\\\\nb=3\n"));
    }

    @Test
    void whatIsNotOnlySettingsIsMergedByLines() throws IOException {
        for (String other : List.of("server {\n}\n", "- item\n", "a = 1\n  b: 2\n", "MIIEpAIBAAKCAQEA\n", "a=1\na=2\n")) {
            assertEquals(Optional.empty(), merge(other + "x=1\ny=1\n", other + "x=2\ny=1\n", other + "x=1\ny=2\n"), other);
            assertEquals(Optional.of(other + "x=2\n#\ny=2\n"),
                    merge(other + "x=1\n#\ny=1\n", other + "x=2\n#\ny=1\n", other + "x=1\n#\ny=2\n"), other);
        }
    }

    @Test
    void marksLineEndsAndAMissingNewlineAreKept() throws IOException {
        assertEquals(Optional.of("\uFEFFa=2\r\nb=3"), merge("\uFEFFa=1\r\nb=2", "\uFEFFa=2\r\nb=2", "\uFEFFa=1\r\nb=3"));
        assertEquals(Optional.of("a=1\nb=2\nc=3"), merge("a=1", "a=1\nb=2", "a=1\nc=3"));
        assertEquals(Optional.of("a=2\nb=2\n"), merge("a=1\nb=1", "a=2\nb=1", "a=1\nb=2\n"));
        assertEquals(Optional.of("a=2\r\nb=2\nc=1\r\n"), merge("a=1\r\nb=2\nc=0\r\n", "a=2\r\nb=2\nc=0\r\n", "a=1\r\nb=2\nc=1\r\n"));
    }

    @Test
    void aMergeHasAllEditsOfBothAndNothingElse() throws IOException {
        int clean = 0;
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            List<String> base = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                base.add("key" + i + " = base");
            }
            String[] texts = {Edits.text(base, true), edited(base, random, "left"), edited(base, random, "right")};
            Map<?, ?> expected = expected(properties(texts[0]), properties(texts[1]), properties(texts[2]));
            Optional<String> merged = merge(texts[0], texts[1], texts[2]);
            assertEquals(Optional.ofNullable(expected), merged.isPresent()
                    ? Optional.of(properties(merged.get())) : Optional.empty(), "seed " + seed);
            clean += merged.isPresent() ? 1 : 0;
            assertEquals(Optional.of(texts[1]), merge(texts[0], texts[1], texts[0]), "seed " + seed);
        }
        assertTrue(clean > CASES / 4 && clean < CASES, clean + " of " + CASES + " were clean");
    }

    private static String edited(List<String> base, Random random, String author) {
        List<String> edited = new ArrayList<>(base);
        for (int i = 0; i < 3; i++) {
            int at = random.nextInt(edited.size());
            switch (random.nextInt(4)) {
                case 0 -> edited.remove(at);
                case 1 -> edited.add(at, author + i + " = new");
                case 2 -> edited.add(random.nextInt(edited.size()), edited.remove(at));
                default -> edited.set(at, edited.get(at).split(" ")[0] + " = " + author);
            }
        }
        return Edits.text(edited, true);
    }

    private static Map<Object, Object> properties(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return new HashMap<>(properties);
    }

    private static Map<Object, Object> expected(Map<Object, Object> base, Map<Object, Object> left, Map<Object, Object> right) {
        Map<Object, Object> merged = new HashMap<>();
        Set<Object> keys = new HashSet<>(base.keySet());
        keys.addAll(left.keySet());
        keys.addAll(right.keySet());
        for (Object key : keys) {
            Optional<Object> before = Optional.ofNullable(base.get(key));
            Optional<Object> one = Optional.ofNullable(left.get(key));
            Optional<Object> other = Optional.ofNullable(right.get(key));
            if (!one.equals(other) && !one.equals(before) && !other.equals(before)) {
                return null;
            }
            (one.equals(before) ? other : one).ifPresent(value -> merged.put(key, value));
        }
        return merged;
    }

    @Test
    void settingsAreKnownByTheirNames() {
        assertTrue(merger.accepts(RawPath.of("a/app.properties")));
        assertTrue(merger.accepts(RawPath.of(".gitconfig")));
        assertFalse(merger.accepts(RawPath.of("a.yaml")));
    }
}
