package dev.tandem.storage.rclone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final String LETTERS = "a.\u0001\n\u001f\u007f\u2400\u240a\u241f\u2421\uff0e\uff0f\u201b";

    @Test
    void everyNameComesBackAsItWas() throws Exception {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int length = 1 + random.nextInt(4); name.length() < length;) {
                name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            String text = name.toString();
            if (!text.equals(".") && !text.equals("..") && !isAmbiguous(text)) {
                assertEquals(text, Names.decode(Names.encode(new RemotePath(text))));
            }
        }
    }

    /** What stands for a name with a slash in it, which no path here can have, stands for itself no more. */
    private static boolean isAmbiguous(String name) {
        return name.contains("\u201b\u2400") || name.contains("\u201b\uff0f");
    }

    @Test
    void controlCharactersAreWrittenAsSymbolsAndSymbolsQuoted() throws Exception {
        assertEquals("a\u240ab", Names.encode(new RemotePath("a\nb")));
        assertEquals("a\u201b\u240ab", Names.encode(new RemotePath("a\u240ab")));
        assertEquals("\u201b\uff0e/\u2421", Names.encode(new RemotePath("\uff0e/\u007f")));
        assertEquals("plain/na me", Names.encode(new RemotePath("plain/na me")));
    }

    @Test
    void aSlashInANameOfAServiceNamesThatObject() throws Exception {
        String told = "a\uff0fb";
        assertEquals("a\u201b\uff0fb", Names.decode(told));
        assertEquals(told, Names.encode(new RemotePath(Names.decode(told))));
    }

    @Test
    void halfACharacterIsInvalid() {
        for (String name : List.of("\ud83d", "a\ude00b")) {
            assertEquals(Kind.INVALID,
                    assertThrows(StorageException.class, () -> Names.encode(new RemotePath(name))).kind());
        }
    }

    @Test
    void temporaryNamesAreKnownAndShort() {
        RemotePath temporary = Names.temporary(new RemotePath("dir/" + "x".repeat(250)));
        assertTrue(Names.isTemporary(temporary.name()));
        assertTrue(temporary.name().length() < 100);
        assertEquals("dir", temporary.parent().value());
        assertFalse(Names.isTemporary("report-tmp-final"));
    }
}
