package dev.tandem.backup.internal.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Strings as restic writes them: JSON as Go's {@code encoding/json} escapes it (since Go 1.22), and names, which go
 * through Go's {@code strconv.Quote} first so that any bytes survive. Stateless.
 */
final class GoText {
    /** The most bytes that one byte of a name or a string becomes. */
    static final int MAX_GROWTH = 6;

    private static final byte[][] JSON = new byte[128][];
    private static final byte[][] NAME = new byte[128][];
    private static final byte[] ILL_FORMED = ascii("\\ufffd");
    private static final int PRINTABLE = types(Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER,
            Character.TITLECASE_LETTER, Character.MODIFIER_LETTER, Character.OTHER_LETTER, Character.NON_SPACING_MARK,
            Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK, Character.DECIMAL_DIGIT_NUMBER,
            Character.LETTER_NUMBER, Character.OTHER_NUMBER, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
            Character.END_PUNCTUATION, Character.CONNECTOR_PUNCTUATION, Character.OTHER_PUNCTUATION,
            Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION, Character.MATH_SYMBOL,
            Character.CURRENCY_SYMBOL, Character.MODIFIER_SYMBOL, Character.OTHER_SYMBOL);

    static {
        String shortJson = "\b\f\n\r\t";
        String shortName = "\u0007\b\f\n\r\t\u000b";
        for (int c = 0; c < 128; c++) {
            boolean html = c == '<' || c == '>' || c == '&';
            if (c == '"' || c == '\\') {
                JSON[c] = ascii("\\" + (char) c);
                NAME[c] = ascii("\\\\\\" + (char) c);
            } else if (html) {
                JSON[c] = ascii("\\u%04x".formatted(c));
                NAME[c] = JSON[c];
            } else if (c < ' ' || c == 0x7f) {
                int json = shortJson.indexOf(c);
                int name = shortName.indexOf(c);
                JSON[c] = c == 0x7f ? null : ascii(json < 0 ? "\\u%04x".formatted(c) : "\\" + "bfnrt".charAt(json));
                NAME[c] = ascii(name < 0 ? "\\\\x%02x".formatted(c) : "\\\\" + "abfnrtv".charAt(name));
            }
        }
    }

    private GoText() {
    }

    /**
     * Writes {@code length} bytes from the start of {@code utf8} as the inside of a JSON string.
     *
     * @param out has room for {@link #MAX_GROWTH} times as many bytes from {@code at}
     * @return the index after the last byte written
     */
    static int appendJson(byte[] out, int start, byte[] utf8, int length) {
        int at = start;
        for (int i = 0; i < length;) {
            byte b = utf8[i];
            if (b >= 0) {
                at = append(out, at, JSON[b], b);
                i++;
                continue;
            }
            int size = Utf8.size(utf8, i, length);
            if (size == 0) {
                at = append(out, at, ILL_FORMED);
                i++;
            } else if (isLineBreak(utf8, i, size)) {
                at = append(out, at, ascii(utf8[i + 2] == (byte) 0xa8 ? "\\u2028" : "\\u2029"));
                i += size;
            } else {
                System.arraycopy(utf8, i, out, at, size);
                at += size;
                i += size;
            }
        }
        return at;
    }

    /** Does as {@link #appendJson} for a name. */
    static int appendName(byte[] out, int start, byte[] name, int length) {
        int at = start;
        for (int i = 0; i < length;) {
            byte b = name[i];
            if (b >= 0) {
                at = append(out, at, NAME[b], b);
                i++;
                continue;
            }
            int size = Utf8.size(name, i, length);
            int codePoint = size == 0 ? b & 0xff : Utf8.codePoint(name, i, size);
            if (size == 0) {
                at = append(out, at, ascii("\\\\x%02x".formatted(codePoint)));
                i++;
            } else if (isPrintable(codePoint)) {
                System.arraycopy(name, i, out, at, size);
                at += size;
                i += size;
            } else {
                at = append(out, at, ascii((codePoint < 0x10000 ? "\\\\u%04x" : "\\\\U%08x").formatted(codePoint)));
                i += size;
            }
        }
        return at;
    }

    /**
     * Undoes Go's quoting in place.
     *
     * @param text the decoded JSON string
     * @return the length of the result
     * @throws DamagedException if it is not what Go's {@code strconv.Quote} writes
     */
    static int unquote(byte[] text, int length) throws DamagedException {
        int to = 0;
        for (int i = 0; i < length;) {
            byte b = text[i++];
            if (b == '"' || b == '\n') {
                throw malformed(text, length);
            }
            if (b != '\\') {
                text[to++] = b;
                continue;
            }
            byte kind = i < length ? text[i++] : 0;
            int digits = switch (kind) {
                case 'x' -> 2;
                case 'u' -> 4;
                case 'U' -> 8;
                default -> 0;
            };
            if (digits > 0) {
                long value = hex(text, i, digits, length);
                i += digits;
                if (kind == 'x') {
                    text[to++] = (byte) value;
                } else if (Character.isValidCodePoint((int) value) && value >> 32 == 0 && !isSurrogate(value)) {
                    to = Utf8.append(text, to, (int) value);
                } else {
                    throw malformed(text, length);
                }
            } else if (kind >= '0' && kind <= '3') {
                text[to++] = (byte) octal(text, i - 1, length);
                i += 2;
            } else {
                text[to++] = simple(kind, text, length);
            }
        }
        return to;
    }

    private static byte simple(byte kind, byte[] text, int length) throws DamagedException {
        return switch (kind) {
            case 'a' -> 0x07;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            case '"', '\\' -> kind;
            default -> throw malformed(text, length);
        };
    }

    private static long hex(byte[] text, int from, int digits, int length) throws DamagedException {
        long value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < length ? Character.digit(text[i], 16) : -1;
            if (digit < 0) {
                throw malformed(text, length);
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static int octal(byte[] text, int from, int length) throws DamagedException {
        int value = 0;
        for (int i = from; i < from + 3; i++) {
            int digit = i < length ? Character.digit(text[i], 8) : -1;
            if (digit < 0) {
                throw malformed(text, length);
            }
            value = value << 3 | digit;
        }
        return value;
    }

    private static boolean isSurrogate(long value) {
        return value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
    }

    private static boolean isLineBreak(byte[] utf8, int at, int size) {
        return size == 3 && utf8[at] == (byte) 0xe2 && utf8[at + 1] == (byte) 0x80 && (utf8[at + 2] & 0xfe) == 0xa8;
    }

    private static boolean isPrintable(int codePoint) {
        return (PRINTABLE >>> Character.getType(codePoint) & 1) != 0;
    }

    private static int types(byte... types) {
        int set = 0;
        for (byte type : types) {
            set |= 1 << type;
        }
        return set;
    }

    private static int append(byte[] out, int at, byte[] escape, byte plain) {
        if (escape == null) {
            out[at] = plain;
            return at + 1;
        }
        return append(out, at, escape);
    }

    private static int append(byte[] out, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, out, at, bytes.length);
        return at + bytes.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static DamagedException malformed(byte[] text, int length) {
        String shown = new String(Arrays.copyOf(text, Math.min(length, 200)), StandardCharsets.UTF_8);
        return new DamagedException("a name in a tree is quoted wrongly: " + shown);
    }
}
