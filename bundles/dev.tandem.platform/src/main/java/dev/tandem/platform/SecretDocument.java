package dev.tandem.platform;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The text of the secrets file: {@code {"version":1,"secrets":{"name":"base64 of nonce and sealed secret"}}}.
 *
 * @param sealed the sealed secrets by name
 */
record SecretDocument(SortedMap<String, byte[]> sealed) {
    private static final int VERSION = 1;

    static final SecretDocument EMPTY = new SecretDocument(new TreeMap<>());

    SecretDocument {
        sealed = Collections.unmodifiableSortedMap(new TreeMap<>(sealed));
    }

    SecretDocument with(String name, byte[] secret) {
        var more = new TreeMap<>(sealed);
        more.put(name, secret);
        return new SecretDocument(more);
    }

    SecretDocument without(String name) {
        var less = new TreeMap<>(sealed);
        less.remove(name);
        return new SecretDocument(less);
    }

    /** @throws IOException when the text is anything else than {@link #toBytes} writes */
    static SecretDocument parse(byte[] text) throws IOException {
        try (var json = new JsonReader(new StringReader(new String(text, StandardCharsets.UTF_8)))) {
            SecretDocument document = read(json);
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw new IOException("there is something after the end");
            }
            return document;
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static SecretDocument read(JsonReader json) throws IOException {
        boolean versioned = false;
        SortedMap<String, byte[]> sealed = null;
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "version" -> versioned = version(json.nextInt());
                case "secrets" -> sealed = readSecrets(json);
                default -> json.skipValue();
            }
        }
        json.endObject();
        if (!versioned || sealed == null) {
            throw new IOException("it has no version or no secrets");
        }
        return new SecretDocument(sealed);
    }

    private static boolean version(int version) throws IOException {
        if (version != VERSION) {
            throw new IOException("it is of version " + version + ", written by a newer program");
        }
        return true;
    }

    private static SortedMap<String, byte[]> readSecrets(JsonReader json) throws IOException {
        var secrets = new TreeMap<String, byte[]>();
        json.beginObject();
        while (json.hasNext()) {
            secrets.put(json.nextName(), Base64.getDecoder().decode(json.nextString()));
        }
        json.endObject();
        return secrets;
    }

    byte[] toBytes() throws IOException {
        var text = new StringWriter();
        try (var json = new JsonWriter(text)) {
            json.setIndent("  ");
            json.beginObject().name("version").value(VERSION).name("secrets").beginObject();
            for (Map.Entry<String, byte[]> secret : sealed.entrySet()) {
                json.name(secret.getKey()).value(Base64.getEncoder().encodeToString(secret.getValue()));
            }
            json.endObject().endObject();
        }
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }
}
