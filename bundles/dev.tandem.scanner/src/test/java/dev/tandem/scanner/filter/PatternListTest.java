package dev.tandem.scanner.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternListTest {
    private static final RawName STRAY_BYTE = RawName.of(new byte[] {'a', (byte) 0xff, 'b'});

    private static PatternList patterns(String... patterns) {
        return new PatternList(List.of(patterns), false);
    }

    private static boolean matches(String pattern, RawName name) {
        return patterns(pattern).matches(RawPath.of("/dir").child(name));
    }

    /** The table was checked line by line against {@code restic restore --exclude} of restic 0.18.0. */
    @ParameterizedTest
    @CsvFileSource(resources = "matches.csv", delimiter = ';')
    void matchesAsResticDoes(String pattern, String path, boolean expected) {
        assertEquals(expected, patterns(pattern).matches(RawPath.of(path)));
    }

    /** As {@link #matchesAsResticDoes}, checked against {@code --iexclude}. */
    @ParameterizedTest
    @CsvFileSource(resources = "matches-ignoring-case.csv", delimiter = ';')
    void ignoresCaseAsResticDoes(String pattern, String path, boolean expected) {
        assertEquals(expected, new PatternList(List.of(pattern), true).matches(RawPath.of(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "a[", "[a", "[]", "[]a]", "[a-]", "[-a]", "[^]", "[a-b", "\\", "a/b\\", "/x/**/[",
        "![", "[a/b]", "[\\"})
    void aMalformedPatternIsQuoted(String pattern) {
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> patterns("fine", pattern));
        assertTrue(thrown.getMessage().contains("\"" + pattern + "\""), thrown.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new PatternList(List.of(pattern), true));
    }

    @Test
    void aStrayByteIsOneCharacter() {
        assertTrue(matches("*", STRAY_BYTE));
        assertTrue(matches("a?b", STRAY_BYTE));
        assertTrue(matches("???", STRAY_BYTE));
        assertFalse(matches("??", STRAY_BYTE));
        assertFalse(matches("????", STRAY_BYTE));
        assertTrue(matches("a*", STRAY_BYTE));
        assertTrue(matches("*b", STRAY_BYTE));
        assertTrue(matches("a[^x]b", STRAY_BYTE));
        assertTrue(matches("a[\uFFFD]b", STRAY_BYTE));
        assertFalse(matches("a[x]b", STRAY_BYTE));
        assertFalse(matches("a\uFFFDb", STRAY_BYTE));
        assertTrue(new PatternList(List.of("A?B"), true).matches(RawPath.ROOT.child(STRAY_BYTE)));
    }

    @Test
    void anIllFormedSequenceIsAsManyCharactersAsBytes() {
        assertTrue(matches("???", RawName.of(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80})));
        assertTrue(matches("??", RawName.of(new byte[] {(byte) 0xc0, (byte) 0xaf})));
        assertTrue(matches("???", RawName.of(new byte[] {(byte) 0xe2, (byte) 0x82, 'x'})));
        assertTrue(matches("?????", RawName.of(new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80, 'x'})));
        assertTrue(matches("?", RawName.of("\uD83D\uDE00")));
        assertTrue(matches("?", RawName.of("€")));
    }

    private static Optional<String> deciding(PatternList list, String path) {
        return list.deciding(RawPath.of(path)).map(PathPattern::text);
    }

    @Test
    void theLastPatternThatMatchesDecides() {
        PatternList list = patterns("*.log", "!keep.log", "/tmp/keep.log");
        assertEquals(Optional.of("*.log"), deciding(list, "/home/a.log"));
        assertEquals(Optional.of("!keep.log"), deciding(list, "/home/keep.log"));
        assertEquals(Optional.empty(), deciding(list, "/home/other"));
        assertEquals(Optional.of("/tmp/keep.log"), deciding(list, "/tmp/keep.log"));
        assertFalse(patterns("!*").matches(RawPath.of("/a")));
        assertFalse(patterns("a", "!*").matches(RawPath.of("/a")));
        assertTrue(patterns("!*", "a").matches(RawPath.of("/a")));
    }

    @Test
    void anExclamationMarkElsewhereOrEscapedIsAName() {
        assertTrue(patterns("a!").matches(RawPath.of("/a!")));
        assertTrue(patterns("\\!a").matches(RawPath.of("/!a")));
    }

    @Test
    void emptyPatternsAreIgnored() {
        assertFalse(patterns("", "").matches(RawPath.of("/a")));
        assertTrue(patterns("", "a").matches(RawPath.of("/a")));
        assertFalse(patterns("").mayMatchBelow(RawPath.of("/a")));
    }

    @Test
    void theRuleIsTheTextAsWritten() {
        assertEquals(Optional.of("/Foo//Bar/"),
                deciding(new PatternList(List.of("/Foo//Bar/"), true), "/foo/BAR/baz"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "foo/bar;/foo;true", "baz/bar;/foo;true", "foo;/foo/bar;true", "*;/foo;true", "/foo/bar;/foo;true",
        "/foo/bar/baz;/foo/bar;true", "/foo/bar/baz;/foo/baz;false", "/foo/**/baz;/foo/bar/baz/blah;true",
        "/foo/**;/foo/bar;true", "/foo/**;/bar;false", "foo/**/x;/home;true", "/foo/*/qux;/foo/bar;true",
        "/foo/*/qux;/foo/bar/boo;false", "/baz/bar;/foo;false", "/foo;/foo/bar;true", "/*;/foo/bar;true",
        "/**;/foo;true", "/*/**;/foo/bar;true", "/*/bar;/foo;true", "/bar/*;/foo;false", "/**/bar;/foo/x;true",
        "/foo/bar;/;true", "/;/foo;true", "/foo;foo;false"})
    void tellsWhatMayMatchBelowADirectory(String pattern, String directory, boolean expected) {
        assertEquals(expected, patterns(pattern).mayMatchBelow(RawPath.of(directory)));
    }

    @Test
    void whatIsTakenBackIsNotLookedInto() {
        assertFalse(patterns("/home/**", "!/home/secret").mayMatchBelow(RawPath.of("/home/secret")));
        assertTrue(patterns("/home/**", "!/home/secret").mayMatchBelow(RawPath.of("/home/open")));
        assertTrue(patterns("!/home/secret", "/home/**").mayMatchBelow(RawPath.of("/home/secret")));
    }

    @Test
    void onWindowsABackslashSeparatesAndAVolumeIsRooted() {
        PathPattern rooted = PathPattern.compile("C:\\Users\\*", false, true);
        assertTrue(rooted.matches(SplitPath.of(RawPath.of("/C:/Users/me"), false)));
        assertFalse(rooted.matches(SplitPath.of(RawPath.of("/D:/C:/Users/me"), false)));
        assertTrue(PathPattern.compile("a\\b", false, true).matches(SplitPath.of(RawPath.of("/C:/a/b"), false)));
        assertThrows(IllegalArgumentException.class, () -> PathPattern.compile("[", false, true));
    }
}
