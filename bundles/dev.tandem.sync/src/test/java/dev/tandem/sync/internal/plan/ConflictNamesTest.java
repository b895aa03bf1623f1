package dev.tandem.sync.internal.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawName;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncRules;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names of kept copies. */
class ConflictNamesTest {
    private static final Instant TIME = Instant.parse("2026-11-23T14:05:06Z");

    private static ConflictNames names(String pattern) {
        return new ConflictNames(pattern, "laptop", "nas:/share", "host", TIME, ZoneId.of("Europe/Berlin"));
    }

    private static String of(String pattern, String original, Side side) {
        return names(pattern).of(RawName.of(original), side, _ -> false).toString();
    }

    private static String usual(String original) {
        return of(SyncRules.CONFLICT_NAME, original, Side.LEFT);
    }

    @Test
    void theUsualNameTellsWhenAndWhere() {
        assertEquals("report (conflict 2026-11-23 150506 laptop).txt", usual("report.txt"));
    }

    @Test
    void theExtensionIsKept() {
        assertEquals("Makefile (conflict 2026-11-23 150506 laptop)", usual("Makefile"));
        assertEquals(".profile (conflict 2026-11-23 150506 laptop)", usual(".profile"));
        assertEquals("a.tar (conflict 2026-11-23 150506 laptop).gz", usual("a.tar.gz"));
    }

    @Test
    void whatIsPutInIsLegalEverywhere() {
        assertEquals("f (conflict 2026-11-23 150506 nas__share).txt",
                of(SyncRules.CONFLICT_NAME, "f.txt", Side.RIGHT));
        assertEquals("f_conflict_1", of("{name}:conflict?{n}", "f", Side.LEFT));
        assertEquals("f x", of("{name} x. ", "f", Side.LEFT));
    }

    @Test
    void allTokensAreFilled() {
        assertEquals("f|host|left|laptop|1.c".replace('|', '_'),
                of("{name}|{host}|{side}|{origin}|{n}{ext}", "f.c", Side.LEFT));
        assertEquals("f right.c", of("{name} {side}{ext}", "f.c", Side.RIGHT));
    }

    @Test
    void aTakenNameGetsANumber() {
        Set<RawName> taken = new HashSet<>();
        for (String expected : new String[] {"f x.c", "f x 2.c", "f x 3.c"}) {
            RawName name = names("{name} x{ext}").of(RawName.of("f.c"), Side.LEFT, taken::contains);
            assertEquals(expected, name.toString());
            taken.add(name);
        }
        RawName second = names("{name}.conflict{n}").of(RawName.of("f"), Side.LEFT,
                name -> name.equals(RawName.of("f.conflict1")));
        assertEquals("f.conflict2", second.toString());
    }

    @Test
    void aCopyOfACopyIsNamedAfterTheOriginal() {
        assertEquals("report (conflict 2026-11-23 150506 laptop).txt",
                usual("report (conflict 2025-01-02 030405 other machine).txt"));
        assertEquals("report (conflict 2026-11-23 150506 laptop).txt",
                usual("report (conflict 2025-01-02 030405 other machine) 2.txt"));
        assertEquals("report (conflict 2026-11-23 150506 laptop).txt",
                usual("report (conflict 2025-01-02 030405 a) (conflict 2025-01-02 030405 b).txt"));
    }

    @Test
    void aNameIsNeverLongerThanAFileSystemTakes() {
        for (String original : new String[] {"ä".repeat(127) + ".txt", "x".repeat(255), "." + "y".repeat(254),
                "a." + "z".repeat(253), "😀".repeat(63)}) {
            String name = usual(original);
            assertTrue(name.getBytes(StandardCharsets.UTF_8).length <= ConflictNames.MAX_BYTES, name);
            assertTrue(name.contains("(conflict 2026-11-23 150506 laptop)"), name);
            assertEquals(name, new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        }
        assertTrue(usual("ä".repeat(127) + ".txt").endsWith(".txt"));
        String endless = of("{name}" + "p".repeat(400), "f", Side.LEFT);
        assertTrue(endless.length() <= ConflictNames.MAX_BYTES, endless);
    }

    @Test
    void aPatternThatChangesNothingGetsANumber() {
        assertEquals("f 2.c", of("{name}{ext}", "f.c", Side.LEFT));
    }

    @Test
    void aPatternWithoutANameStillTellsCopiesFromEachOther() {
        assertEquals("f copy", of("copy", "f", Side.LEFT));
    }

    @Test
    void aNameThatIsNoTextGetsACopyToo() {
        RawName broken = RawName.of(new byte[] {'a', (byte) 0xff, '.', 'b'});
        assertEquals("a_xff x.b", names("{name} x{ext}").of(broken, Side.LEFT, _ -> false).toString());
    }
}
