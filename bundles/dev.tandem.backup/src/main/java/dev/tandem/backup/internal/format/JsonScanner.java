package dev.tandem.backup.internal.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads JSON token by token without turning strings into {@link String}s or numbers into {@code double}s. What it
 * allocates is bounded by {@link #MAX_STRING}. For one thread.
 */
final class JsonScanner {
    /** The most bytes of a string. */
    static final int MAX_STRING = 16 * 1024 * 1024;

    private static final int MAX_DEPTH = 64;
    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};
    private static final int BUFFER = 64 * 1024;
    private static final int NO_MARK = -1;

    private final InputStream in;
    private byte[] buffer;
    private int at;
    private int limit;
    private byte[] string = new byte[256];
    private int length;
    private final ByteArrayOutputStream beforeBuffer = new ByteArrayOutputStream(0);
    private int mark = NO_MARK;

    JsonScanner(byte[] json, int offset, int length) {
        in = InputStream.nullInputStream();
        buffer = json;
        at = offset;
        limit = offset + length;
    }

    JsonScanner(InputStream json) {
        in = json;
        buffer = new byte[BUFFER];
    }

    /** Sets the mark before the next token. */
    void mark() throws IOException {
        peek();
        beforeBuffer.reset();
        mark = at;
    }

    /** Returns a copy of the bytes taken since the mark was set. */
    byte[] marked() {
        byte[] bytes = Arrays.copyOf(beforeBuffer.toByteArray(), taken());
        System.arraycopy(buffer, mark, bytes, beforeBuffer.size(), at - mark);
        return bytes;
    }

    /** Returns the number of bytes taken since the mark was set. */
    int taken() {
        return beforeBuffer.size() + at - mark;
    }

    /** Returns the first byte of the next token without taking it; -1 at the end of the input. */
    int peek() throws IOException {
        while (at < limit || fill()) {
            byte b = buffer[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b & 0xff;
            }
            at++;
        }
        return -1;
    }

    /** Takes the next token if it is {@code mark}. */
    boolean accept(char mark) throws IOException {
        if (peek() != mark) {
            return false;
        }
        at++;
        return true;
    }

    /** Takes the next token, which must be {@code mark}. */
    void expect(char mark) throws IOException {
        if (!accept(mark)) {
            throw unexpected("'" + mark + "'");
        }
    }

    /** Takes a {@code null} if one is next. */
    boolean acceptNull() throws IOException {
        if (peek() != 'n') {
            return false;
        }
        word("null");
        return true;
    }

    /** Takes a string, whose UTF-8 is in {@link #text} and {@link #length} until the next one is taken. */
    void string() throws IOException {
        expect('"');
        length = 0;
        while (true) {
            plainRun();
            byte b = take();
            if (b == '"') {
                return;
            }
            if (b != '\\') {
                throw new DamagedException("JSON with a control character within a string");
            }
            escape();
        }
    }

    /** Returns the bytes of the last string, longer than it and to be read or changed until the next one is taken. */
    byte[] text() {
        return string;
    }

    /** Returns the number of bytes of the last string. */
    int length() {
        return length;
    }

    /** Returns the last string; ill-formed UTF-8 is replaced. */
    String asString() {
        return new String(string, 0, length, StandardCharsets.UTF_8);
    }

    /** Returns the bytes of the last string as well-formed UTF-8. */
    byte[] asUtf8() {
        return Utf8.isValid(string, length)
                ? Arrays.copyOf(string, length)
                : asString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns what the last string holds in base64. */
    byte[] asBase64() throws DamagedException {
        try {
            return Base64.getDecoder().decode(Arrays.copyOf(string, length));
        } catch (IllegalArgumentException malformed) {
            throw new DamagedException("JSON with malformed base64", malformed);
        }
    }

    /** Takes an unsigned integer of 64 bits. */
    long unsigned() throws IOException {
        int first = peek();
        if (first < '0' || first > '9') {
            throw unexpected("a number");
        }
        long value = 0;
        while (at < limit || fill()) {
            int digit = buffer[at] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            // 2^64 - 1 is 18446744073709551615.
            long tenTimes = value * 10;
            boolean tooLarge = Long.compareUnsigned(value, 1844674407370955161L) > 0
                    || Long.compareUnsigned(tenTimes + digit, tenTimes) < 0;
            if (tooLarge) {
                throw new DamagedException("JSON with a number above 64 bits");
            }
            value = tenTimes + digit;
            at++;
        }
        if (at < limit && (buffer[at] == '.' || buffer[at] == 'e' || buffer[at] == 'E')) {
            throw new DamagedException("JSON with a fraction where an integer belongs");
        }
        return value;
    }

    /** Takes any value. */
    void skip() throws IOException {
        skip(0);
    }

    private void skip(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new DamagedException("JSON nested deeper than " + MAX_DEPTH);
        }
        switch (peek()) {
            case '"' -> string();
            case '{' -> {
                at++;
                skipMembers('}', true, depth + 1);
            }
            case '[' -> {
                at++;
                skipMembers(']', false, depth + 1);
            }
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> skipNumber();
        }
    }

    private void skipMembers(char end, boolean named, int depth) throws IOException {
        if (accept(end)) {
            return;
        }
        do {
            if (named) {
                string();
                expect(':');
            }
            skip(depth);
        } while (accept(','));
        expect(end);
    }

    private void skipNumber() throws IOException {
        if (peekRaw() == '-') {
            at++;
        }
        skipDigits();
        if (peekRaw() == '.') {
            at++;
            skipDigits();
        }
        if (peekRaw() == 'e' || peekRaw() == 'E') {
            at++;
            if (peekRaw() == '+' || peekRaw() == '-') {
                at++;
            }
            skipDigits();
        }
    }

    private void skipDigits() throws IOException {
        boolean any = false;
        while (peekRaw() >= '0' && peekRaw() <= '9') {
            any = true;
            at++;
        }
        if (!any) {
            throw unexpected("a value");
        }
    }

    private void word(String word) throws IOException {
        for (int i = 0; i < word.length(); i++) {
            if (take() != word.charAt(i)) {
                throw new DamagedException("JSON with a malformed value where '" + word + "' starts");
            }
        }
    }

    private void plainRun() throws IOException {
        while (at < limit || fill()) {
            int start = at;
            int i = start;
            while (i < limit && buffer[i] != '"' && buffer[i] != '\\' && (buffer[i] & 0xe0) != 0) {
                i++;
            }
            append(buffer, start, i - start);
            at = i;
            if (i < limit) {
                return;
            }
        }
    }

    private void escape() throws IOException {
        byte kind = take();
        switch (kind) {
            case '"', '\\', '/' -> append(kind);
            case 'b' -> append((byte) '\b');
            case 'f' -> append((byte) '\f');
            case 'n' -> append((byte) '\n');
            case 'r' -> append((byte) '\r');
            case 't' -> append((byte) '\t');
            case 'u' -> unicode(hex());
            default -> throw new DamagedException("JSON with an unknown escape within a string");
        }
    }

    // Half a pair of surrogates is replaced, as Go does.
    private void unicode(int first) throws IOException {
        int unit = first;
        while (Character.isSurrogate((char) unit)) {
            if (peekRaw() != '\\') {
                append(REPLACEMENT, 0, REPLACEMENT.length);
                return;
            }
            at++;
            if (peekRaw() != 'u') {
                append(REPLACEMENT, 0, REPLACEMENT.length);
                escape();
                return;
            }
            at++;
            int next = hex();
            if (Character.isSurrogatePair((char) unit, (char) next)) {
                codePoint(Character.toCodePoint((char) unit, (char) next));
                return;
            }
            append(REPLACEMENT, 0, REPLACEMENT.length);
            unit = next;
        }
        codePoint(unit);
    }

    private int hex() throws IOException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(take(), 16);
            if (digit < 0) {
                throw new DamagedException("JSON with a malformed escape within a string");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private void codePoint(int codePoint) throws DamagedException {
        room(4);
        length = Utf8.append(string, length, codePoint);
    }

    private void append(byte b) throws DamagedException {
        room(1);
        string[length++] = b;
    }

    private void append(byte[] bytes, int offset, int count) throws DamagedException {
        room(count);
        System.arraycopy(bytes, offset, string, length, count);
        length += count;
    }

    private void room(int more) throws DamagedException {
        if (string.length - length >= more) {
            return;
        }
        if (length + more > MAX_STRING) {
            throw new DamagedException("JSON with a string of more than " + MAX_STRING + " bytes");
        }
        string = Arrays.copyOf(string, Math.min(MAX_STRING, Math.max(2 * string.length, length + more)));
    }

    private byte take() throws IOException {
        if (at < limit || fill()) {
            return buffer[at++];
        }
        throw new DamagedException("JSON that ends early");
    }

    private int peekRaw() throws IOException {
        return at < limit || fill() ? buffer[at] & 0xff : -1;
    }

    private boolean fill() throws IOException {
        if (mark != NO_MARK) {
            beforeBuffer.write(buffer, mark, limit - mark);
            mark = limit;
        }
        int read = in.read(buffer, 0, buffer.length);
        if (read < 0) {
            return false;
        }
        if (mark != NO_MARK) {
            mark = 0;
        }
        at = 0;
        limit = read;
        return read > 0;
    }

    private DamagedException unexpected(String wanted) throws IOException {
        int found = peek();
        return new DamagedException("JSON with " + (found < 0 ? "its end" : "'" + (char) found + "'") + " where "
                + wanted + " belongs");
    }
}
