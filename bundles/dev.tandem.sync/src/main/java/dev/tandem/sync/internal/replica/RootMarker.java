package dev.tandem.sync.internal.replica;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalReader.SourceFile;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scan.LocalWriter.TargetFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Which root a folder is, wherever it is mounted: {@code .tandem/root.json}.
 *
 * @param id    stays with the folder
 * @param name  what people call it
 * @param place where it was last seen, to tell a folder that was moved from one that was copied
 * @param runs  the number of the last run each pair had with it, by the ID of the pair
 */
public record RootMarker(String id, String name, String place, SortedMap<String, Long> runs) {
    private static final String FILE = "root.json";

    public RootMarker {
        runs = Collections.unmodifiableSortedMap(new TreeMap<>(runs));
    }

    /** Returns the marker of a folder that never had one. */
    static RootMarker created(RawPath root) {
        String name = root.equals(RawPath.ROOT) ? "/" : root.name().toString();
        return created(name, place(root));
    }

    /** Returns the marker of a root that never had one. */
    public static RootMarker created(String name, String place) {
        return new RootMarker(UUID.randomUUID().toString(), name, place, new TreeMap<>());
    }

    private static String place(RawPath root) {
        return root.toPath().toUri().toString();
    }

    /** Returns this with the number of a pair's last run. */
    public RootMarker withRun(String pair, long run) {
        TreeMap<String, Long> more = new TreeMap<>(runs);
        more.put(pair, run);
        return new RootMarker(id, name, place, more);
    }

    /** Returns this at another place. */
    public RootMarker seenAt(String other) {
        return new RootMarker(id, name, other, runs);
    }

    /** Returns this under another name. */
    public RootMarker named(String other) {
        return new RootMarker(id, other, place, runs);
    }

    /** Returns the number of a pair's last run with this root; 0 where there was none. */
    public long lastRun(String pair) {
        return runs.getOrDefault(pair, 0L);
    }

    /**
     * Reads the marker of a folder.
     *
     * @return empty where there is none
     * @throws IOException when it cannot be read, or is damaged
     */
    public static Optional<RootMarker> read(LocalReader reader, RawPath root) throws IOException {
        RawPath file = file(root);
        try {
            return Optional.of(parse(text(reader, file), file.toString()));
        } catch (NoSuchFileException | NotDirectoryException none) {
            return Optional.empty();
        }
    }

    /**
     * Returns the marker of a folder that can be written to. It gets one where it has none, and another where it is a copy
     * of a folder that still is where the marker says.
     */
    static RootMarker claim(LocalReader reader, LocalWriter writer, RawPath root) throws IOException {
        Optional<RootMarker> found = read(reader, root);
        RootMarker now = found.filter(marker -> !marker.belongsToAnother(reader, root))
                .map(marker -> marker.seenAt(place(root)))
                .orElseGet(() -> created(root));
        if (!found.equals(Optional.of(now))) {
            now.write(writer, root);
        }
        return now;
    }

    private boolean belongsToAnother(LocalReader reader, RawPath root) {
        if (place.equals(place(root)) || !place.startsWith("file:")) {
            return false;
        }
        try {
            RawPath before = RawPath.of(Path.of(URI.create(place)));
            FileStat there = reader.stat(before);
            boolean mountedTwice = there.inode() != 0 && RootedPaths.isSame(there, reader.stat(root));
            return !mountedTwice && read(reader, before).map(RootMarker::id).equals(Optional.of(id));
        } catch (IOException | IllegalArgumentException notThere) {
            return false;
        }
    }

    private static RawPath file(RawPath root) {
        return root.child(Replica.OWN).child(FILE);
    }

    private static String text(LocalReader reader, RawPath file) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try (SourceFile source = reader.open(file)) {
            for (int count = source.read(buffer, 0, buffer.length); count > 0;
                    count = source.read(buffer, 0, buffer.length)) {
                all.write(buffer, 0, count);
            }
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /**
     * Returns the marker that a text is.
     *
     * @param file where it is, for people
     * @throws FileSystemException where it is none
     */
    public static RootMarker parse(String text, String file) throws FileSystemException {
        try {
            return parse(text);
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException | NullPointerException damaged) {
            throw new FileSystemException(file, null, "is damaged (" + damaged.getMessage()
                    + "); delete it, and the folder counts as one that was never synchronised");
        }
    }

    private static RootMarker parse(String text) {
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        TreeMap<String, Long> runs = new TreeMap<>();
        for (Map.Entry<String, JsonElement> pair : json.getAsJsonObject("pairs").entrySet()) {
            runs.put(pair.getKey(), pair.getValue().getAsLong());
        }
        return new RootMarker(UUID.fromString(json.get("id").getAsString()).toString(), json.get("name").getAsString(),
                json.get("place").getAsString(), runs);
    }

    /** Returns the text that {@link #parse} reads. */
    public String text() {
        JsonObject pairs = new JsonObject();
        runs.forEach(pairs::addProperty);
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        json.addProperty("name", name);
        json.addProperty("place", place);
        json.add("pairs", pairs);
        return json.toString();
    }

    /** Writes the marker; the old one or this survives a power failure, and this one once this returns. */
    public void write(LocalWriter writer, RawPath root) throws IOException {
        byte[] bytes = text().getBytes(StandardCharsets.UTF_8);
        RawPath file = file(root);
        RawPath next = root.child(Replica.OWN).child(FILE + "." + UUID.randomUUID() + ".tmp");
        TemporaryFolder.makeDirectory(writer, root.child(Replica.OWN));
        try (TargetFile target = writer.createFile(next)) {
            target.write(bytes, 0, bytes.length, 0);
            target.force();
        }
        writer.rename(next, file);
        writer.flush(root.child(Replica.OWN));
    }
}
