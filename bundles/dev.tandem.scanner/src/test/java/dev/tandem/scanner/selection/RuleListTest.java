package dev.tandem.scanner.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Selection;
import dev.tandem.scan.Selection.Part;
import dev.tandem.scan.SelectionRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleListTest {
    private static SelectionRule rule(String line) {
        return new SelectionRule(line.startsWith("+"), line.substring(2), false, "");
    }

    private static Selection rules(String... lines) {
        return RuleList.compile(List.of(lines).stream().map(RuleListTest::rule).toList());
    }

    private static Part file(Selection selection, String path) {
        return selection.part(RawPath.of(path), false);
    }

    private static Part directory(Selection selection, String path) {
        return selection.part(RawPath.of(path), true);
    }

    @Test
    void theFirstRuleThatMatchesCountsAndWhatNoneMatchesIsIn() {
        Selection selection = rules("+ keep.log", "- *.log");
        assertEquals(Part.IN, file(selection, "a/keep.log"));
        assertEquals(Part.OUT, file(selection, "a/other.log"));
        assertEquals(Part.IN, file(selection, "a/other.txt"));
        assertEquals(Optional.of(rule("- *.log")), selection.decides(RawPath.of("x.log"), false));
        assertEquals(Optional.empty(), selection.decides(RawPath.of("x"), false));
    }

    @Test
    void belowADirectoryThatIsOutAllIsOutAndItsRuleDecides() {
        Selection selection = rules("- /a/b/", "+ **");
        assertEquals(Part.IN, directory(selection, "a"));
        assertEquals(Part.OUT, directory(selection, "a/b"));
        assertEquals(Part.OUT, directory(selection, "a/b/c"));
        assertEquals(Part.OUT, file(selection, "a/b/c/d"));
        assertEquals(Optional.of(rule("- /a/b/")), selection.decides(RawPath.of("a/b/c/d"), false));
        assertEquals(Part.IN, file(selection, "x/a/b/c"));
    }

    @Test
    void aDirectoryThatHoldsIncludedFilesOnlyIsLookedIntoButNotIn() {
        Selection selection = rules("+ /a/b/*.txt", "- *");
        assertEquals(Part.BELOW, directory(selection, "a"));
        assertEquals(Part.BELOW, directory(selection, "a/b"));
        assertEquals(Part.OUT, directory(selection, "a/c"));
        assertEquals(Part.IN, file(selection, "a/b/x.txt"));
        assertEquals(Part.OUT, file(selection, "a/b/x.jpg"));
        assertEquals(Optional.of(rule("- *")), selection.decides(RawPath.of("a"), true));
        assertEquals(Part.IN, directory(rules("+ *.jpg", "- secret"), "a"));
        assertEquals(Part.BELOW, directory(rules("+ *.jpg", "- **"), "a"));
    }

    @Test
    void aRuleForFilesLeavesDirectoriesIn() {
        Selection selection = rules("- *.tmp");
        assertEquals(Part.IN, directory(selection, "a.tmp"));
        assertEquals(Part.IN, file(selection, "a.tmp/b"));
    }

    @Test
    void theFolderItselfIsAlwaysIn() {
        assertEquals(Part.IN, directory(rules("- **"), "."));
        assertThrows(IllegalArgumentException.class, () -> file(rules("- a"), "/a"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "a;a;true", "a;x/a;true", "a;xa;false", "a;ax;false", "a;a/x;false", "/a;a;true", "/a;x/a;false",
        "a/b;x/a/b;true", "a/b;xa/b;false", "*.o;x/a.o;true", "*.o;.o;true", "a*;x/ab;true", "a*;a/b;false",
        "a**;a/b;true", "a**;x/a/b;true", "a**;xa/b;false", "/a**;x/a;false", "*a*b*;xaybz;true", "*a*b*;xbya;false",
        "/*/b;a/b;true", "/*/b;a/c/b;false", "/**/b;a/c/b;true", "/**/b;b;false", "**b;a/b;true", "?;ä;true",
        "??;ä;false", "[a-c]x;bx;true", "[^a-c]x;bx;false", "x[^a]b;x/b;true", "{a,b}c;bc;true",
        "{a,{b,c}}d;cd;true", "{a,b/c}d;b/cd;true", "*[^x]*c;ab/dc;true", "{{\\d+}};x/123;true", "{{\\d+}};x/12a;false",
        "/{{.*}}b;a/b;true", "a{{b{2}}};abb;true", "\\*;*;true", "\\*;a;false", "a\\,b;a,b;true", "a,b;a,b;true",
        "[[:digit:]];7;true", "[\\x5d];];true", "a b;a b;true", "{,a}b;b;true", "*a/b;xa/b;true"})
    void matchesAsRcloneDoes(String pattern, String path, boolean expected) {
        Selection selection = RuleList.compile(List.of(new SelectionRule(false, pattern, false, "")));
        boolean matches = file(selection, path) == Part.OUT;
        assertEquals(expected, matches);
    }

    @Test
    void caseIsIgnoredWhereARuleSaysSo() {
        for (String pattern : List.of("Thumbs.DB", "t*b?.[D]b", "{{t.*s}}.db")) {
            Selection selection = RuleList.compile(List.of(new SelectionRule(false, pattern, true, "")));
            assertEquals(Part.OUT, file(selection, "a/THUMBS.db"), pattern);
        }
        Selection umlauts = RuleList.compile(List.of(new SelectionRule(false, "ÄÖ*", true, "")));
        assertEquals(Part.OUT, file(umlauts, "äöx"));
    }

    @Test
    void aByteThatIsNoUtf8IsOneCharacter() {
        RawPath path = RawPath.of("d").child(RawName.of(new byte[] {'a', (byte) 0xff, 'b'}));
        for (String pattern : List.of("a?b", "a*b", "d/**", "a[^x]b", "???", "{{a.b}}", "/d/a*")) {
            assertEquals(Part.OUT, rules("- " + pattern).part(path, false), pattern);
        }
        assertEquals(Part.IN, rules("- a??b").part(path, false));
    }

    @Test
    void aNameWithALineEndIsANameLikeOthers() {
        assertEquals(Part.OUT, file(rules("- d/**"), "d/a\nb"));
        assertEquals(Part.OUT, file(rules("- a*"), "a\nb"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[]", "[^]", "[b-a]", "a]", "{a", "a}", "***", "a\\", "\\d", "{{a", "{{(}}", "{{\\1}}",
        "{{(?=a)}}", "{{a++}}", "[[:foo:]]", "[[a]", "[\\q]", "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"})
    void aMalformedPatternIsQuoted(String pattern) {
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> rules("- fine", "- " + pattern));
        assertTrue(thrown.getMessage().contains("\"" + pattern + "\""), thrown.getMessage());
    }

    @Test
    void theAnswerDoesNotDependOnTheOrderOfQuestions() {
        Selection selection = rules("- a/b/", "+ /c/a.txt", "- /c/**");
        List<String> paths = new ArrayList<>(List.of("a/b/x", "a/x", "c/a.txt", "c/b.txt", "c/d/x", "x/a/b/y/z", "x"));
        List<Part> expected = paths.stream().map(path -> file(rules("- a/b/", "+ /c/a.txt", "- /c/**"), path)).toList();
        List<String> ordered = List.copyOf(paths);
        Random random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            int which = random.nextInt(ordered.size());
            assertEquals(expected.get(which), file(selection, ordered.get(which)), ordered.get(which));
        }
    }

    @Test
    void theBuiltInRulesKeepOutWhatHardlyAnybodyWants() {
        PathSelections selections = new PathSelections();
        Selection own = selections.select(selections.own());
        assertEquals(Part.OUT, directory(own, ".tandem"));
        assertEquals(Part.OUT, file(own, "a/.tandem/root.json"));
        assertEquals(Part.OUT, file(own, "a/.~tandem-x"));
        Selection usual = selections.select(selections.builtIn());
        for (String path : List.of(".DS_Store", "a/thumbs.db", "Desktop.ini", "~$letter.docx", ".~lock.a.odt#",
                "film.mkv.part", "x.crdownload")) {
            assertEquals(Part.OUT, file(usual, path), path);
        }
        assertEquals(Part.IN, file(usual, "part"));
        assertTrue(selections.builtIn().stream().allMatch(rule -> rule.origin().equals("built in")));
        assertFalse(selections.own().isEmpty());
    }
}
