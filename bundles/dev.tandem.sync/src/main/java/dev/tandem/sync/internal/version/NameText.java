package dev.tandem.sync.internal.version;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Names and paths as text that gives every byte back: those that are no UTF-8, and {@code %}, are {@code %hh}. */
final class NameText {
    private static final HexFormat HEX = HexFormat.of();

    private NameText() { }

    static String of(RawPath path) {
        return encode(path.bytes());
    }

    static String of(RawName name) {
        return encode(name.bytes());
    }

    static RawPath path(String text) {
        return RawPath.of(decode(text));
    }

    static RawName name(String text) {
        return RawName.of(decode(text));
    }

    private static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        while (in.hasRemaining()) {
            var result = decoder.decode(in, out, true);
            text.append(out.flip().toString().replace("%", "%25"));
            out.clear();
            for (int i = 0; result.isError() && i < result.length(); i++) {
                text.append('%').append(HEX.toHexDigits(in.get()));
            }
            decoder.reset();
        }
        return text.toString();
    }

    private static byte[] decode(String text) {
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%') {
                out.write(HexFormat.fromHexDigits(text(in, i + 1)));
                i += 2;
            } else {
                out.write(in[i]);
            }
        }
        return out.toByteArray();
    }

    private static String text(byte[] in, int from) {
        if (from + 2 > in.length) {
            throw new IllegalArgumentException("a name ends within an escape");
        }
        return new String(in, from, 2, StandardCharsets.US_ASCII);
    }
}
