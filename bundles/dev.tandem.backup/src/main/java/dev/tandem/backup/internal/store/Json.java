package dev.tandem.backup.internal.store;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import dev.tandem.backup.internal.format.DamagedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reading and writing the small JSON files of a repository, leniently in and compactly out. */
final class Json {
    // Go's encoder escapes <, > and &, as Gson does by default.
    private static final Gson COMPACT = new GsonBuilder().create();
    private static final Gson PRETTY = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private Json() { }

    /**
     * Parses an object.
     *
     * @param what names the file in the error
     */
    static JsonObject parse(byte[] json, String what) throws DamagedException {
        try {
            return JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new DamagedException(what + " is not the JSON it must be", e);
        }
    }

    static byte[] bytes(JsonElement json) {
        return COMPACT.toJson(json).getBytes(StandardCharsets.UTF_8);
    }

    static String pretty(byte[] json) {
        return PRETTY.toJson(JsonParser.parseString(new String(json, StandardCharsets.UTF_8)));
    }

    static Optional<JsonElement> member(JsonObject object, String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isJsonNull());
    }

    /**
     * Returns a member.
     *
     * @throws IllegalArgumentException where it is not there
     */
    static JsonElement required(JsonObject object, String name) {
        return member(object, name).orElseThrow(() -> new IllegalArgumentException("no " + name));
    }

    static String string(JsonObject object, String name) {
        return member(object, name).map(JsonElement::getAsString).orElse("");
    }

    static long number(JsonObject object, String name) {
        return member(object, name).map(JsonElement::getAsLong).orElse(0L);
    }

    static List<String> strings(JsonObject object, String name) {
        List<String> strings = new ArrayList<>();
        member(object, name).ifPresent(array -> array.getAsJsonArray().forEach(s -> strings.add(s.getAsString())));
        return List.copyOf(strings);
    }

    static JsonArray array(List<String> strings) {
        JsonArray array = new JsonArray();
        strings.forEach(array::add);
        return array;
    }

    /** A parse step that may meet JSON of the wrong shape. */
    interface Parse<T> {
        T get() throws DamagedException;
    }

    /** Runs {@code parse}, with JSON of the wrong shape told as damage of {@code what}. */
    static <T> T shaped(String what, Parse<T> parse) throws DamagedException {
        try {
            return parse.get();
        } catch (JsonSyntaxException | IllegalStateException | UnsupportedOperationException
                | IllegalArgumentException | IndexOutOfBoundsException | ClassCastException
                | java.time.DateTimeException e) {
            throw new DamagedException(what + " holds something it must not: " + e.getMessage(), e);
        }
    }
}
