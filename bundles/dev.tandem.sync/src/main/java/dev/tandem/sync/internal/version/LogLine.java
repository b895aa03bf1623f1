package dev.tandem.sync.internal.version;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/** A line of a log: eight digits that prove it whole, a space, and JSON without line ends. */
final class LogLine {
    private static final int DIGITS = 8;

    private LogLine() { }

    static byte[] encode(JsonObject json) {
        String text = json.toString();
        return (sum(text) + ' ' + text + '\n').getBytes(StandardCharsets.UTF_8);
    }

    /** Returns what a line says, without its end; empty where it is torn or damaged. */
    static Optional<JsonObject> decode(String line) {
        if (line.length() <= DIGITS || !line.startsWith(sum(line.substring(DIGITS + 1)) + ' ')) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonParser.parseString(line.substring(DIGITS + 1)).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException whole) {
            return Optional.empty();
        }
    }

    private static String sum(String text) {
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
