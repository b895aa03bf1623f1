package dev.tandem.plugins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tandem.plugins.Known.Standing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;

/** The {@link Memory} as a file, which several processes read and write. It is replaced whole, so reading takes no lock. */
final class MemoryFile {
    private static final System.Logger LOG = System.getLogger(MemoryFile.class.getName());
    private static final long POLL_MS = 10;

    private final Path file;

    MemoryFile(Path file) {
        this.file = file;
    }

    Memory read() throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException _) {
            return Memory.empty();
        }
        try {
            return parse(JsonParser.parseString(text).getAsJsonObject());
        } catch (RuntimeException damaged) {
            // All of it can be found out again, but for what a person switched off; nothing may depend on this file.
            LOG.log(System.Logger.Level.WARNING, () -> file + " is damaged; every plugin is checked anew", damaged);
            return Memory.empty();
        }
    }

    /** Writes what {@code after} changed since {@code before} was read. */
    void update(Memory before, Memory after) throws IOException {
        if (after.equals(before)) {
            return;
        }
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock(channel);
            Memory present = read();
            present.merge(before, after);
            Path unfinished = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(unfinished, json(present).toString());
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                channel.lock();
                return;
            } catch (OverlappingFileLockException _) {
                // A second framework in this process; the JDK does not wait for those.
                try {
                    Thread.sleep(POLL_MS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }
        }
    }

    private static Memory parse(JsonObject root) {
        Memory memory = Memory.empty();
        for (Map.Entry<String, JsonElement> jar : root.getAsJsonObject("jars").entrySet()) {
            memory.put(jar(jar.getKey(), jar.getValue().getAsJsonObject()));
        }
        root.getAsJsonObject("disabled").entrySet()
                .forEach(name -> memory.disabled().put(name.getKey(), Instant.parse(name.getValue().getAsString())));
        return memory;
    }

    private static Known jar(String file, JsonObject jar) {
        return new Known(new Sighting(file, jar.get("size").getAsLong(), jar.get("modified").getAsLong()),
                jar.get("sha256").getAsString(), jar.get("name").getAsString(), jar.get("version").getAsString(),
                Standing.valueOf(jar.get("standing").getAsString()), jar.get("reason").getAsString(),
                Instant.parse(jar.get("since").getAsString()), jar.get("trial").getAsLong());
    }

    private static JsonObject json(Memory memory) {
        JsonObject jars = new JsonObject();
        memory.jars().forEach((file, jar) -> jars.add(file, json(jar)));
        JsonObject disabled = new JsonObject();
        memory.disabled().forEach((name, since) -> disabled.addProperty(name, since.toString()));
        JsonObject root = new JsonObject();
        root.add("jars", jars);
        root.add("disabled", disabled);
        return root;
    }

    private static JsonObject json(Known jar) {
        JsonObject fields = new JsonObject();
        fields.addProperty("size", jar.seen().size());
        fields.addProperty("modified", jar.seen().modified());
        fields.addProperty("sha256", jar.sha256());
        fields.addProperty("name", jar.name());
        fields.addProperty("version", jar.version());
        fields.addProperty("standing", jar.standing().name());
        fields.addProperty("reason", jar.reason());
        fields.addProperty("since", jar.since().toString());
        fields.addProperty("trial", jar.trial());
        return fields;
    }
}
