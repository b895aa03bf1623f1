package dev.tandem.scanner.filter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads UTF-8 that may be ill-formed, each stray byte as one character {@code U+FFFD}, as Go does. */
public final class Utf8 {
    private static final int REPLACEMENT = 0xfffd;
    private static final byte[] REPLACEMENT_BYTES = "\ufffd".getBytes(StandardCharsets.UTF_8);

    private Utf8() {
    }

    /** Returns how many bytes the character at {@code at} has. */
    public static int length(byte[] text, int at, int end) {
        int first = text[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int length = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3
                : first >= 0xf0 && first <= 0xf4 ? 4 : 1;
        if (length == 1 || at + length > end) {
            return 1;
        }
        int second = text[at + 1] & 0xff;
        // Over-long forms, surrogates and what lies beyond U+10FFFF are ill-formed.
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most) {
            return 1;
        }
        for (int i = 2; i < length; i++) {
            if ((text[at + i] & 0xc0) != 0x80) {
                return 1;
            }
        }
        return length;
    }

    /** Returns the character at {@code at}. */
    public static int character(byte[] text, int at, int end) {
        int first = text[at] & 0xff;
        int length = length(text, at, end);
        if (length == 1) {
            return first < 0x80 ? first : REPLACEMENT;
        }
        int character = first & (0x7f >> length);
        for (int i = 1; i < length; i++) {
            character = character << 6 | text[at + i] & 0x3f;
        }
        return character;
    }

    /** Returns the text in lower case, as {@link #lowerCase(byte[])}. */
    public static String lowerCase(String text) {
        return new String(lowerCase(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    /** Returns the text in lower case, character by character and for no particular language. */
    public static byte[] lowerCase(byte[] text) {
        ByteArrayOutputStream lower = new ByteArrayOutputStream(text.length);
        int length;
        for (int at = 0; at < text.length; at += length) {
            length = length(text, at, text.length);
            if (text[at] >= 0) {
                lower.write(text[at] >= 'A' && text[at] <= 'Z' ? text[at] + 32 : text[at]);
            } else if (length == 1) {
                lower.writeBytes(REPLACEMENT_BYTES);
            } else {
                int character = Character.toLowerCase(character(text, at, text.length));
                lower.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
            }
        }
        return lower.toByteArray();
    }
}
