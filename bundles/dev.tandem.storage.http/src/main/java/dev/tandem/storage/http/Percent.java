package dev.tandem.storage.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Names as they stand in an address: {@code %xx} for each byte of UTF-8 that is no letter, digit or one of {@code -._~}. */
public final class Percent {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String PLAIN =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

    private Percent() { }

    /** Returns a name as it stands in an address. */
    public static String encode(String name) {
        StringBuilder encoded = new StringBuilder(name.length() + 16);
        for (byte value : name.getBytes(StandardCharsets.UTF_8)) {
            if (PLAIN.indexOf(value) >= 0) {
                encoded.append((char) value);
            } else {
                encoded.append('%');
                HEX.toHexDigits(encoded, value);
            }
        }
        return encoded.toString();
    }

    /** Returns the name that stands in an address; empty where that is not UTF-8, or has a percent sign of its own. */
    public static Optional<String> decode(String encoded) {
        byte[] text = encoded.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream(text.length);
        for (int at = 0; at < text.length; at++) {
            if (text[at] != '%') {
                bytes.write(text[at]);
            } else if (at + 2 < text.length && isHex(text[at + 1]) && isHex(text[at + 2])) {
                bytes.write(HexFormat.fromHexDigit(text[at + 1]) << 4 | HexFormat.fromHexDigit(text[at + 2]));
                at += 2;
            } else {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString());
        } catch (CharacterCodingException e) {
            // A name in another encoding: the caller decides what that means.
            return Optional.empty();
        }
    }

    private static boolean isHex(byte digit) {
        return HexFormat.isHexDigit(digit);
    }
}
