package dev.tandem.backup.internal.store;

import com.google.gson.stream.JsonWriter;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.JsonScanner;
import dev.tandem.backup.internal.format.Sealer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
        JsonScanner json = new JsonScanner(bytes, 0, bytes.length);
        try {
            members(json, () -> {
                if (json.is("packs")) {
                    json.expect(':');
                    if (!json.acceptNull()) {
                        elements(json, () -> readPack(json, sink));
                    }
                } else {
                    skipValue(json);
                }
            });
        } catch (DamagedException e) {
            throw new DamagedException("index/" + name + ": " + e.getMessage(), e);
        }
    }

    /** Reads what comes next. */
    @FunctionalInterface
    private interface Reading {
        void run() throws IOException;
    }

    /** Runs {@code member} for each member of an object, when its name has been taken. */
    private static void members(JsonScanner json, Reading member) throws IOException {
        json.expect('{');
        if (json.accept('}')) {
            return;
        }
        do {
            json.string();
            member.run();
        } while (json.accept(','));
        json.expect('}');
    }

    /** Runs {@code element} for each element of an array. */
    private static void elements(JsonScanner json, Reading element) throws IOException {
        json.expect('[');
        if (json.accept(']')) {
            return;
        }
        do {
            element.run();
        } while (json.accept(','));
        json.expect(']');
    }

    private static void skipValue(JsonScanner json) throws IOException {
        json.expect(':');
        json.skip();
    }

    private static void readPack(JsonScanner json, PackSink sink) throws IOException {
        List<PackedBlob> blobs = new ArrayList<>();
        BlobReading blob = new BlobReading(json);
        Id[] pack = new Id[1];
        members(json, () -> {
            if (json.is("id")) {
                json.expect(':');
                pack[0] = json.id();
            } else if (json.is("blobs")) {
                json.expect(':');
                elements(json, () -> blobs.add(blob.read()));
            } else {
                skipValue(json);
            }
        });
        if (pack[0] == null) {
            throw new DamagedException("a pack has no ID");
        }
        blobs.sort((a, b) -> Long.compare(a.offset(), b.offset()));
        sink.pack(pack[0], blobs);
    }

    /** Reads one blob after the other. */
    private static final class BlobReading {
        private final JsonScanner json;
        private Id id;
        private BlobType type;
        private long offset;
        private long length;
        private long plainLength;

        BlobReading(JsonScanner json) {
            this.json = json;
        }

        PackedBlob read() throws IOException {
            id = null;
            type = null;
            offset = 0;
            length = 0;
            plainLength = 0;
            members(json, this::member);
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

        private void member() throws IOException {
            if (json.is("id")) {
                json.expect(':');
                id = json.id();
            } else if (json.is("type")) {
                json.expect(':');
                type = type();
            } else if (json.is("offset")) {
                offset = number();
            } else if (json.is("length")) {
                length = number();
            } else if (json.is("uncompressed_length")) {
                plainLength = number();
            } else {
                skipValue(json);
            }
        }

        private long number() throws IOException {
            json.expect(':');
            return json.unsigned();
        }

        private BlobType type() throws IOException {
            json.string();
            if (json.is("data")) {
                return BlobType.DATA;
            }
            if (json.is("tree")) {
                return BlobType.TREE;
            }
            throw new DamagedException("a blob has the unknown type '" + json.asString() + "'");
        }
    }
}
