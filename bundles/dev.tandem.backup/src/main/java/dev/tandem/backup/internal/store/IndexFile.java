package dev.tandem.backup.internal.store;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.Sealer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The JSON of index files (restic repository format, index files). */
public final class IndexFile {
    /** What an index file says, pack by pack. */
    @FunctionalInterface
    public interface PackSink {
        /** Takes the blobs of a pack, in the order of their offsets. */
        void pack(Id pack, List<PackedBlob> blobs) throws IOException;
    }

    /**
     * The most bytes a data blob may have, sealed or plain, beyond which somebody wants to exhaust memory: content is
     * handled blob by blob. Chunkers make blobs of 8 MiB at most.
     */
    static final int MAX_DATA_BLOB = 64 << 20;

    private IndexFile() { }

    /** Returns the JSON that lists these packs. */
    public static byte[] encode(Map<Id, List<PackedBlob>> packs) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonWriter json = new JsonWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
            json.beginObject().name("packs").beginArray();
            for (var pack : packs.entrySet()) {
                json.beginObject().name("id").value(pack.getKey().toString()).name("blobs").beginArray();
                for (PackedBlob blob : pack.getValue()) {
                    writeBlob(json, blob);
                }
                json.endArray().endObject();
            }
            json.endArray().endObject();
        }
        return bytes.toByteArray();
    }

    private static void writeBlob(JsonWriter json, PackedBlob blob) throws IOException {
        json.beginObject().name("id").value(blob.id().toString()).name("type").value(blob.type().json())
                .name("offset").value(blob.offset()).name("length").value(blob.length());
        if (blob.compressed()) {
            json.name("uncompressed_length").value(blob.plainLength());
        }
        json.endObject();
    }

    /**
     * Reads the JSON; fields other programs added are skipped.
     *
     * @param name the file's, for errors
     */
    public static void decode(byte[] bytes, Id name, PackSink sink) throws IOException {
        try (JsonReader json = new JsonReader(
                new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8))) {
            json.beginObject();
            while (json.hasNext()) {
                if (json.nextName().equals("packs") && json.peek() == JsonToken.BEGIN_ARRAY) {
                    json.beginArray();
                    while (json.hasNext()) {
                        readPack(json, sink);
                    }
                    json.endArray();
                } else {
                    json.skipValue();
                }
            }
            json.endObject();
        } catch (DamagedException e) {
            throw new DamagedException("index/" + name + ": " + e.getMessage(), e);
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            throw new DamagedException("index/" + name + " is not the JSON it must be", e);
        }
    }

    private static void readPack(JsonReader json, PackSink sink) throws IOException {
        Id pack = null;
        List<PackedBlob> blobs = new ArrayList<>();
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "id" -> pack = Id.parse(json.nextString());
                case "blobs" -> {
                    json.beginArray();
                    while (json.hasNext()) {
                        blobs.add(readBlob(json));
                    }
                    json.endArray();
                }
                default -> json.skipValue();
            }
        }
        json.endObject();
        if (pack == null) {
            throw new DamagedException("a pack has no ID");
        }
        blobs.sort((a, b) -> Long.compare(a.offset(), b.offset()));
        sink.pack(pack, blobs);
    }

    private static PackedBlob readBlob(JsonReader json) throws IOException {
        Id id = null;
        BlobType type = null;
        long offset = 0;
        long length = 0;
        long plainLength = 0;
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "id" -> id = Id.parse(json.nextString());
                case "type" -> type = parseType(json.nextString());
                case "offset" -> offset = json.nextLong();
                case "length" -> length = json.nextLong();
                case "uncompressed_length" -> plainLength = json.nextLong();
                default -> json.skipValue();
            }
        }
        json.endObject();
        boolean possible = id != null && type != null && offset >= 0 && offset <= 0xffff_ffffL
                && length >= Sealer.OVERHEAD && length <= Integer.MAX_VALUE && plainLength >= 0
                && plainLength <= Integer.MAX_VALUE;
        if (!possible) {
            throw new DamagedException("a blob has an impossible place");
        }
        if (type == BlobType.DATA && Math.max(length, plainLength) > MAX_DATA_BLOB) {
            throw new DamagedException("the data blob " + id + " is said to be larger than any chunk of a file");
        }
        return new PackedBlob(type, id, offset, (int) length, (int) plainLength);
    }

    private static BlobType parseType(String json) throws DamagedException {
        return switch (json) {
            case "data" -> BlobType.DATA;
            case "tree" -> BlobType.TREE;
            default -> throw new DamagedException("a blob has the unknown type '" + json + "'");
        };
    }
}
