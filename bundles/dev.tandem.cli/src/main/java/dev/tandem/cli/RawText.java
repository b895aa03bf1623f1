package dev.tandem.cli;

import dev.tandem.model.RawPath;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Text that may stand for any bytes: UTF-8, with each byte that is not part of it as a lone surrogate of U+DC80 to
 * U+DCFF. So a file name that is no UTF-8 passes through an option's value and comes out as the same bytes.
 */
public final class RawText {
    private static final int SURROGATES = 0xDC00;

    private RawText() { }

    /** Returns the text of {@code bytes}; {@link #encode} gives them back. */
    public static String decode(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        var decoder = StandardCharsets.UTF_8.newDecoder();
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            text.append(out.flip());
            out.clear();
            if (result.isUnderflow()) {
                return text.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.append((char) (SURROGATES + Byte.toUnsignedInt(in.get())));
            }
            decoder.reset();
        }
    }

    /** Returns the bytes {@code text} stands for. */
    public static byte[] encode(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException surrogates) {
            return encodeWithSurrogates(text);
        }
    }

    private static byte[] encodeWithSurrogates(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        text.codePoints().forEach(c -> {
            if (isRawByte(c)) {
                bytes.write(c - SURROGATES);
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }

    /** Returns the path {@code text} stands for; on Windows, {@code \} separates names too. */
    public static RawPath path(String text) {
        return text.codePoints().noneMatch(RawText::isRawByte) ? RawPath.of(text) : RawPath.of(encode(text));
    }

    /**
     * Returns {@code text} fit for a terminal: control characters, which could move the cursor or forge a line, and
     * bytes that are no text as {@code \xhh}.
     */
    public static String visible(String text) {
        if (text.codePoints().noneMatch(RawText::isInvisible)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> {
            if (isInvisible(c)) {
                shown.append(String.format("\\x%02x", c & 0xFF));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    private static boolean isInvisible(int c) {
        boolean control = (c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0);
        return control || isRawByte(c);
    }

    private static boolean isRawByte(int c) {
        return c >= SURROGATES + 0x80 && c <= SURROGATES + 0xFF;
    }
}
