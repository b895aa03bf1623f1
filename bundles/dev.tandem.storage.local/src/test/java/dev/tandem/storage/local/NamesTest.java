package dev.tandem.storage.local;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final Path ROOT = Path.of("root").toAbsolutePath();

    @Test
    void windowsRefusesWhatWouldLeaveTheFolderOrNameADevice() {
        var names = new Names(ROOT, true);
        for (String name : new String[] {"..\\up", "C:", "C:evil", "a/b\\c", "stream:x", "a*", "a?", "q\"", "<", ">", "|",
            "new\nline", "trailing.", "trailing ", "CON", "nul.txt", "Com1.tar.gz", "aux .txt", "dir/LPT9"}) {
            StorageException failure =
                    assertThrows(StorageException.class, () -> names.of(new RemotePath(name)), name);
            assertEquals(Kind.INVALID, failure.kind());
        }
    }

    @Test
    void windowsTakesOrdinaryNames() {
        var names = new Names(ROOT, true);
        for (String name : new String[] {"config", "data/ab/abcd", "console", "null", ".hidden", "a b", "com10", "x.con"}) {
            assertDoesNotThrow(() -> names.of(new RemotePath(name)), name);
        }
    }

    @Test
    void elsewhereEveryNameStaysBelowTheRoot() throws Exception {
        var names = new Names(ROOT, false);
        for (String name : new String[] {"..\\up", "C:", "CON", "...", "~", "a/ b/c."}) {
            assertTrue(names.of(new RemotePath(name)).normalize().startsWith(ROOT), name);
        }
    }

    @Test
    void aTemporaryNameIsRecognisedAndFitsBesideTheLongestName() {
        assertRecognised("a", "x".repeat(255));
    }

    @Test
    void aTemporaryNameCutsNoCharacterInTwo() {
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "the locale is not UTF-8");
        assertRecognised("\u00fc".repeat(127), "\ud83d\ude00".repeat(63), "y" + "\ud83d\ude00".repeat(60));
    }

    private static void assertRecognised(String... names) {
        for (String name : names) {
            String temporary = Names.temporary(ROOT.resolve(name)).getFileName().toString();
            assertTrue(Names.isTemporary(temporary), temporary);
            assertTrue(temporary.getBytes(StandardCharsets.UTF_8).length <= 255, temporary);
            assertFalse(Character.isHighSurrogate(temporary.charAt(temporary.indexOf("-tmp-") - 1)));
        }
    }

    @Test
    void namesThatOnlyLookTemporaryAreOrdinary() {
        for (String name : new String[] {"-tmp-", "a-tmp-", "a-tmp-x", "a-tmp-1x", "my-tmp-files", "tmp-1",
            "a-tmp-123456789012345678901"}) {
            assertFalse(Names.isTemporary(name), name);
        }
    }
}
