package dev.tandem.sync.internal.merge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tandem.model.RawPath;
import dev.tandem.sync.spi.Merger;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMergerTest {
    private static final int CASES = 2_000;

    private final Merger merger = new JsonMerger();

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
    void membersOfOneLineThatDifferentSidesChangedComeTogether() throws IOException {
        assertEquals(Optional.of("{\"a\": 2, \"b\": [3]}"),
                merge("{\"a\": 1, \"b\": [2]}", "{\"a\": 2, \"b\": [2]}", "{\"a\": 1, \"b\": [3]}"));
    }

    @Test
    void theSameMemberChangedByBothIsAConflict() throws IOException {
        assertEquals(Optional.empty(), merge("{\"a\": 1}", "{\"a\": 2}", "{\"a\": 3}"));
        assertEquals(Optional.empty(), merge("{\"a\": 1}", "{}", "{\"a\": 3}"));
        assertEquals(Optional.empty(), merge("{}", "{\"a\": 2}", "{\"a\": 3}"));
        assertEquals(Optional.empty(), merge("{\"a\": {}}", "{\"a\": {\"b\": 1}}", "{\"a\": 3}"));
    }

    @Test
    void objectsAreMergedAtAnyDepthAndWhatNobodyChangedStaysAsItIsWritten() throws IOException {
        String base = """
                {
                  "name" : "x",
                  "files": ["a","b",   "c"],
                  "deep": {
                    "one": 1.0,
                    "two": "\\u00e9"
                  }
                }
                """;
        assertEquals(Optional.of("""
                {
                  "name" : "x",
                  "files": ["a","b",   "c"],
                  "deep": {
                    "one": 1.00,
                    "two": "\\u00e9",
                    "four": 4,
                    "three": 3
                  },
                  "new": {
                    "x": null
                  }
                }
                """), merge(base,
                base.replace("1.0", "1.00").replace("e9\"", "e9\",\n    \"three\": 3"),
                base.replace("e9\"\n  }", "e9\",\n    \"four\": 4\n  },\n  \"new\": {\n    \"x\": null\n  }")));
    }

    @Test
    void aNewMemberComesWhereItsSideHasIt() throws IOException {
        assertEquals(Optional.of("{\"a\":1,\"x\":7,\"b\":2,\"c\":3,\"y\":8}"),
                merge("{\"a\":1,\"b\":2,\"c\":3}", "{\"a\":1,\"x\":7,\"b\":2,\"c\":3}", "{\"a\":1,\"b\":2,\"c\":3,\"y\":8}"));
    }

    @Test
    void removedMembersAreGoneWithTheirCommas() throws IOException {
        assertEquals(Optional.of("{ \"b\": 3 }"), merge("{ \"a\": 1, \"b\": 2 }", "{ \"b\": 2 }", "{ \"a\": 1, \"b\": 3 }"));
        assertEquals(Optional.of("{}"), merge("{\n \"a\": 1,\n \"b\": 2\n}", "{\n \"a\": 1\n}", "{\n \"b\": 2\n}"));
    }

    @Test
    void theSideThatChangedTheLayoutIsFollowed() throws IOException {
        String merged = "{\n    \"b\": 1,\n    \"a\": 3\n}\n";
        assertEquals(Optional.of(merged), merge("{\"a\":2,\"b\":1}", "{\n    \"b\": 1,\n    \"a\": 2\n}\n", "{\"a\":3,\"b\":1}"));
        assertEquals(Optional.of("{\n    \"a\": 2,\n    \"c\": 1\n}\n"),
                merge("{\"a\":2}", "{\n    \"a\": 2\n}\n", "{\"a\":2,\"c\":1}"));
    }

    @Test
    void whatIsAppendedToAnArrayComesAfterWhatTheOtherSideChangedInIt() throws IOException {
        assertEquals(Optional.of("[9, 2, 3]"), merge("[1, 2]", "[1, 2, 3]", "[9, 2]"));
        assertEquals(Optional.empty(), merge("[1, 2]", "[1, 2, 3]", "[1, 9]"));
        assertEquals(Optional.empty(), merge("[1, 2]", "[1, 2, 3]", "[2]"));
        assertEquals(Optional.empty(), merge("[1, 2]", "[1, 2, 3]", "[1, 2, 4]"));
        assertEquals(Optional.of("[1, 2, 3]"), merge("[1, 2]", "[1, 2, 3]", "[1,2,3]"));
        assertEquals(Optional.empty(), merge("[]", "[1]", "[2]"));
        assertEquals(Optional.empty(), merge("[1, 2, 3]", "[9, 2, 3]", "[1, 2, 8]"));
    }

    @Test
    void numbersAreWhatIsWrittenAndNotWhatFitsADouble() throws IOException {
        assertEquals(Optional.of("{\"n\":9007199254740993,\"a\":2}"),
                merge("{\"n\":9007199254740992,\"a\":1}", "{\"n\":9007199254740993,\"a\":1}", "{\"n\":9007199254740992,\"a\":2}"));
    }

    @Test
    void equalStringsSpeltOtherwiseAreNoChange() throws IOException {
        assertEquals(Optional.of("{\"k\":2}"), merge("{\"\\u006b\":1}", "{\"k\":1}", "{\"k\":2}"));
    }

    @Test
    void marksAndLineEndsAreKept() throws IOException {
        assertEquals(Optional.of("\uFEFF{\r\n\t\"a\": 2,\r\n\t\"b\": 3\r\n}"), merge("\uFEFF{\r\n\t\"a\": 1,\r\n\t\"b\": 2\r\n}",
                "\uFEFF{\r\n\t\"a\": 2,\r\n\t\"b\": 2\r\n}", "\uFEFF{\r\n\t\"a\": 1,\r\n\t\"b\": 3\r\n}"));
    }

    @Test
    void aFileWithCommentsIsMergedByLines() throws IOException {
        assertEquals(Optional.of("{ // A\n\"a\": 1,\n\"b\": 3\n}\n"),
                merge("{ // a\n\"a\": 1,\n\"b\": 2\n}\n", "{ // A\n\"a\": 1,\n\"b\": 2\n}\n", "{ // a\n\"a\": 1,\n\"b\": 3\n}\n"));
        assertEquals(Optional.of("{\"a\": 2,\n\"x\":0,\n\"a\": 4}"),
                merge("{\"a\": 1,\n\"x\":0,\n\"a\": 3}", "{\"a\": 2,\n\"x\":0,\n\"a\": 3}", "{\"a\": 1,\n\"x\":0,\n\"a\": 4}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "{\"a\":1} x", "{\"a\":01}", "{'a':1}", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "[1 2]", "NaN", "\"\\x\"", "{\"a\":\"\u0001\"}"})
    void aVersionThatIsNoJsonIsToldBySide(String broken) {
        IOException left = assertThrows(IOException.class, () -> oneWay("{\"a\":1}", broken, "{\"a\":2}"));
        assertTrue(left.getMessage().startsWith("the version of the left side is no JSON"), left.getMessage());
        IOException right = assertThrows(IOException.class, () -> oneWay("{\"a\":1}", "{\"a\":2}", broken));
        assertTrue(right.getMessage().startsWith("the version of the right side is no JSON"), right.getMessage());
    }

    @Test
    void veryDeepJsonIsRefusedAndDoesNotOverflow() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThrows(IOException.class, () -> oneWay("{}", deep, "{\"a\":1}"));
    }

    @Test
    void whatIsTooMuchToHoldIsLeftToAPerson() throws IOException {
        String more = "\"" + "x".repeat(2 << 20) + "\"";
        assertEquals(Optional.empty(), merge("{\"a\":1,\"b\":1}", "{\"a\":2,\"b\":1}", "{\"a\":1,\"b\":" + more + "}"));
    }

    @Test
    void aTextIsCutSoThatItsPartsMakeTheSameText() throws IOException {
        String odd = " \n[ { } ,\t{ \"a\\\"\" : [ ] , \"b\":\"\\\\\" }\r\n, -1.5e+3 , true,null, \"\\ud834\\udd1e\" , [ 1 ,2 ] ] \n";
        assertEquals(odd, JsonText.read(odd).text());
    }

    @Test
    void aMergeHasAllEditsOfBothAndNothingElse() throws IOException {
        int clean = 0;
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            JsonObject base = object(random, 3);
            JsonObject left = edited(base, random, "left");
            JsonObject right = edited(base, random, "right");
            String[] texts = {text(base, random), text(left, random), text(right, random)};
            Optional<JsonElement> merged = merge(texts[0], texts[1], texts[2]).map(JsonParser::parseString);
            assertEquals(Optional.ofNullable(expected(base, left, right)), merged, "seed " + seed);
            clean += merged.isPresent() ? 1 : 0;
            assertEquals(Optional.of(texts[1]), merge(texts[0], texts[1], texts[0]), "seed " + seed);
            assertEquals(Optional.of(texts[1]), merge(texts[0], texts[1], texts[1]), "seed " + seed);
        }
        assertTrue(clean > CASES / 4 && clean < CASES, clean + " of " + CASES + " were clean");
    }

    private static String text(JsonObject object, Random random) {
        GsonBuilder builder = new GsonBuilder();
        return (random.nextBoolean() ? builder.setPrettyPrinting() : builder).create().toJson(object);
    }

    private static JsonObject object(Random random, int depth) {
        JsonObject object = new JsonObject();
        for (String key : List.of("a", "b", "c", "d")) {
            if (random.nextInt(4) > 0) {
                if (depth > 0 && random.nextBoolean()) {
                    object.add(key, object(random, depth - 1));
                } else {
                    object.addProperty(key, "base " + random.nextInt());
                }
            }
        }
        return object;
    }

    private static JsonObject edited(JsonObject base, Random random, String author) {
        JsonObject edited = base.deepCopy();
        int edits = 1 + random.nextInt(3);
        for (int i = 0; i < edits; i++) {
            JsonObject at = edited;
            String key = random.nextInt(3) > 0 ? "abcd".charAt(random.nextInt(4)) + "" : author + i;
            while (at.has(key) && at.get(key).isJsonObject() && random.nextInt(4) > 0) {
                at = at.getAsJsonObject(key);
                key = random.nextInt(3) > 0 ? "abcd".charAt(random.nextInt(4)) + "" : author + i;
            }
            if (random.nextInt(3) == 0) {
                at.remove(key);
            } else {
                at.addProperty(key, random.nextInt(6) == 0 ? "both" : author + " " + i);
            }
        }
        return edited;
    }

    /** Returns what a merge must be, by the definition of one; null for a conflict. */
    private static JsonElement expected(JsonElement base, JsonElement left, JsonElement right) {
        if (left.equals(right) || right.equals(base)) {
            return left;
        }
        if (left.equals(base)) {
            return right;
        }
        if (!base.isJsonObject() || !left.isJsonObject() || !right.isJsonObject()) {
            return null;
        }
        Set<String> keys = new HashSet<>(base.getAsJsonObject().keySet());
        keys.addAll(left.getAsJsonObject().keySet());
        keys.addAll(right.getAsJsonObject().keySet());
        JsonObject merged = new JsonObject();
        for (String key : keys) {
            Optional<JsonElement> before = member(base, key);
            Optional<JsonElement> one = member(left, key);
            Optional<JsonElement> other = member(right, key);
            Optional<JsonElement> value;
            if (one.equals(other) || other.equals(before)) {
                value = one;
            } else if (one.equals(before)) {
                value = other;
            } else if (before.isPresent() && one.isPresent() && other.isPresent()) {
                value = Optional.ofNullable(expected(before.get(), one.get(), other.get()));
                if (value.isEmpty()) {
                    return null;
                }
            } else {
                return null;
            }
            value.ifPresent(present -> merged.add(key, present));
        }
        return merged;
    }

    private static Optional<JsonElement> member(JsonElement object, String key) {
        return Optional.ofNullable(object.getAsJsonObject().get(key));
    }

    @Test
    void jsonIsKnownByItsNameAndComesBeforeText() {
        assertTrue(merger.accepts(RawPath.of("a/package.JSON")));
        assertTrue(merger.accepts(RawPath.of(".babelrc")));
        assertFalse(merger.accepts(RawPath.of("a.txt")));
        assertFalse(new TextMerger().accepts(RawPath.of("a.json")));
    }
}
