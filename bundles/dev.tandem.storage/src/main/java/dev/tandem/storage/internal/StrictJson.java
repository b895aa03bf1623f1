package dev.tandem.storage.internal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;

/** Reads JSON as its standard has it. A name that is given twice is a mistake, too: one of the two would be lost. */
final class StrictJson {
    private static final String FOR_PROGRAMMERS =
            "Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON";

    private StrictJson() { }

    /** @throws IOException whose message says what is wrong, and in which line and column where that is known */
    static JsonObject object(String text) throws IOException {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            if (reader.peek() != JsonToken.BEGIN_OBJECT) {
                throw new IOException("it does not begin with {");
            }
            JsonObject object = readObject(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IOException("there is something after the last }");
            }
            return object;
        } catch (EOFException e) {
            throw new IOException(reason(e) + ": a bracket or a quotation mark is not closed", e);
        } catch (IOException | JsonParseException | NumberFormatException e) {
            throw new IOException(reason(e), e);
        }
    }

    private static JsonElement read(JsonReader reader) throws IOException {
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> readObject(reader);
            case BEGIN_ARRAY -> readArray(reader);
            default -> JsonParser.parseReader(reader);
        };
    }

    private static JsonObject readObject(JsonReader reader) throws IOException {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (object.has(name)) {
                throw new IOException("the name \"" + name + "\" is given twice, at path " + reader.getPath());
            }
            object.add(name, read(reader));
        }
        reader.endObject();
        return object;
    }

    private static JsonArray readArray(JsonReader reader) throws IOException {
        JsonArray array = new JsonArray();
        reader.beginArray();
        while (reader.hasNext()) {
            array.add(read(reader));
        }
        reader.endArray();
        return array;
    }

    /** The library ends its messages with a line about a page of its own. */
    private static String reason(Exception e) {
        Throwable told = e instanceof JsonParseException && e.getCause() != null ? e.getCause() : e;
        String message = String.valueOf(told.getMessage());
        return message.lines().findFirst().orElse(message).replace(FOR_PROGRAMMERS, "this is not JSON");
    }
}
