package dev.tandem.backup.internal.store;

import dev.tandem.model.RawPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Absolute paths in JSON: as they are where they are text, else as hexadecimal digits. */
final class PathText {
    private PathText() { }

    static String of(RawPath path) {
        byte[] bytes = path.bytes();
        String text = new String(bytes, StandardCharsets.UTF_8);
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) ? text : HexFormat.of().formatHex(bytes);
    }

    /**
     * Reads what {@link #of} wrote.
     *
     * @throws IllegalArgumentException when it is neither an absolute path nor digits
     */
    static RawPath parse(String text) {
        return RawPath.of(text.startsWith("/") ? text.getBytes(StandardCharsets.UTF_8)
                : HexFormat.of().parseHex(text));
    }
}
