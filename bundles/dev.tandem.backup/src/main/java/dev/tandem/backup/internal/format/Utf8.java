package dev.tandem.backup.internal.format;

/** UTF-8, one code point at a time and as strict as Go: no surrogates, no over-long forms. Stateless. */
final class Utf8 {
    private Utf8() {
    }

    /** Returns how many bytes the code point at {@code at} takes; 0 if there is none well-formed before {@code end}. */
    static int size(byte[] text, int at, int end) {
        int first = text[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int size = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (size == 0 || at + size > end) {
            return 0;
        }
        for (int i = at + 1; i < at + size; i++) {
            if ((text[i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        int second = text[at + 1] & 0xff;
        boolean wrong = first == 0xe0 && second < 0xa0
                || first == 0xed && second > 0x9f
                || first == 0xf0 && second < 0x90
                || first == 0xf4 && second > 0x8f;
        return wrong ? 0 : size;
    }

    /** Returns the well-formed code point of {@code size} bytes at {@code at}. */
    static int codePoint(byte[] text, int at, int size) {
        return switch (size) {
            case 1 -> text[at];
            case 2 -> (text[at] & 0x1f) << 6 | text[at + 1] & 0x3f;
            case 3 -> (text[at] & 0x0f) << 12 | (text[at + 1] & 0x3f) << 6 | text[at + 2] & 0x3f;
            default -> (text[at] & 0x07) << 18 | (text[at + 1] & 0x3f) << 12 | (text[at + 2] & 0x3f) << 6
                    | text[at + 3] & 0x3f;
        };
    }

    /** Tells whether the first {@code length} bytes are well-formed. */
    static boolean isValid(byte[] text, int length) {
        for (int i = 0; i < length;) {
            int size = size(text, i, length);
            if (size == 0) {
                return false;
            }
            i += size;
        }
        return true;
    }

    /** Writes a code point that is not a surrogate; returns the index after its last byte. */
    static int append(byte[] out, int at, int codePoint) {
        if (codePoint < 0x80) {
            out[at] = (byte) codePoint;
            return at + 1;
        }
        if (codePoint < 0x800) {
            out[at] = (byte) (0xc0 | codePoint >> 6);
            out[at + 1] = (byte) (0x80 | codePoint & 0x3f);
            return at + 2;
        }
        if (codePoint < 0x10000) {
            out[at] = (byte) (0xe0 | codePoint >> 12);
            out[at + 1] = (byte) (0x80 | codePoint >> 6 & 0x3f);
            out[at + 2] = (byte) (0x80 | codePoint & 0x3f);
            return at + 3;
        }
        out[at] = (byte) (0xf0 | codePoint >> 18);
        out[at + 1] = (byte) (0x80 | codePoint >> 12 & 0x3f);
        out[at + 2] = (byte) (0x80 | codePoint >> 6 & 0x3f);
        out[at + 3] = (byte) (0x80 | codePoint & 0x3f);
        return at + 4;
    }
}
