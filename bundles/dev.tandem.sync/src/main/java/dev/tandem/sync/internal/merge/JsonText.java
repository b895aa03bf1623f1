package dev.tandem.sync.internal.merge;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.tandem.sync.internal.merge.Json.Element;
import dev.tandem.sync.internal.merge.Json.Elements;
import dev.tandem.sync.internal.merge.Json.Member;
import dev.tandem.sync.internal.merge.Json.Members;
import dev.tandem.sync.internal.merge.Json.Scalar;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole JSON text.
 *
 * @param before white space before the value
 * @param after  white space after it
 */
record JsonText(String before, Json value, String after) {
    private static final Pattern PLACE = Pattern.compile("line \\d+ column \\d+");

    /**
     * Reads a text.
     *
     * @throws IOException where it is no JSON as RFC 8259 has it, or an object has a key twice
     */
    static JsonText read(String text) throws IOException {
        makeSure(text);
        Scanner scanner = new Scanner(text);
        return new JsonText(scanner.space(), scanner.value(), scanner.space());
    }

    private static void makeSure(String text) throws IOException {
        JsonReader reader = reader(text);
        try {
            for (JsonToken next = reader.peek(); next != JsonToken.END_DOCUMENT; next = reader.peek()) {
                switch (next) {
                    case BEGIN_ARRAY -> reader.beginArray();
                    case END_ARRAY -> reader.endArray();
                    case BEGIN_OBJECT -> reader.beginObject();
                    case END_OBJECT -> reader.endObject();
                    case NAME -> reader.nextName();
                    case STRING, NUMBER -> reader.nextString();
                    case BOOLEAN -> reader.nextBoolean();
                    case NULL -> reader.nextNull();
                    case END_DOCUMENT -> throw new IllegalStateException();
                }
            }
        } catch (MalformedJsonException | EOFException e) {
            Matcher place = PLACE.matcher(e.getMessage());
            throw new IOException(place.find() ? "see " + place.group() : e.getMessage(), e);
        }
    }

    private static JsonReader reader(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        return reader;
    }

    String text() {
        return before + value.text() + after;
    }

    /** Cuts a text that is known to be well-formed. */
    private static final class Scanner {
        private final String text;
        private final Map<String, Scalar> literals = new HashMap<>();
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        String space() {
            int start = at;
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return text.substring(start, at);
        }

        Json value() throws IOException {
            return switch (text.charAt(at)) {
                case '{' -> members();
                case '[' -> elements();
                case '"' -> string();
                default -> literal();
            };
        }

        private Json members() throws IOException {
            List<Member> list = new ArrayList<>();
            Set<String> keys = new HashSet<>();
            at++;
            String before = space();
            while (text.charAt(at) != '}') {
                Scalar key = string();
                int colon = at;
                space();
                at++;
                space();
                String between = text.substring(colon, at);
                Json value = value();
                String after = space();
                boolean last = text.charAt(at) == '}';
                list.add(new Member(before, key, between, value, last ? "" : after));
                if (!keys.add(key.meaning())) {
                    throw new IOException("an object has the key " + key.text() + " twice");
                }
                before = last ? after : next();
            }
            at++;
            return new Members(list, before);
        }

        private Json elements() throws IOException {
            List<Element> list = new ArrayList<>();
            at++;
            String before = space();
            while (text.charAt(at) != ']') {
                Json value = value();
                String after = space();
                boolean last = text.charAt(at) == ']';
                list.add(new Element(before, value, last ? "" : after));
                before = last ? after : next();
            }
            at++;
            return new Elements(list, before);
        }

        /** Steps over a comma and what space follows. */
        private String next() {
            at++;
            return space();
        }

        private Scalar string() throws IOException {
            int start = at++;
            while (text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            at++;
            String written = text.substring(start, at);
            boolean plain = written.indexOf('\\') < 0;
            return new Scalar(written, '"' + (plain ? written.substring(1, written.length() - 1)
                    : reader(written).nextString()));
        }

        private Scalar literal() {
            int start = at;
            while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return literals.computeIfAbsent(text.substring(start, at), written -> new Scalar(written, written));
        }
    }
}
