package dev.tandem.launcher;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A set of bundles that are installed together: what the launcher takes from an OSGi feature file. */
public record Feature(String id, List<Entry> bundles) {
    /** The property of a bundle in a feature file, as OSGi's Feature Launcher Service names it. */
    public static final String START_LEVEL = "bundleStartLevel";

    private static final int DEFAULT_START_LEVEL = 4;

    /** A bundle and the start level it starts at. */
    public record Entry(Coordinates coordinates, int startLevel) { }

    public Feature {
        bundles = List.copyOf(bundles);
    }

    /** Reads a feature file; its order of bundles is kept. */
    public static Feature read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return parse(JsonParser.parseReader(reader).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException broken) {
            throw new IOException("The feature " + file + " cannot be read: " + broken.getMessage(), broken);
        }
    }

    private static Feature parse(JsonObject json) {
        List<Entry> entries = new ArrayList<>();
        for (JsonElement bundle : required(json, "bundles").getAsJsonArray()) {
            entries.add(entry(bundle.getAsJsonObject()));
        }
        return new Feature(required(json, "id").getAsString(), entries);
    }

    private static Entry entry(JsonObject bundle) {
        JsonElement level = bundle.get(START_LEVEL);
        return new Entry(Coordinates.parse(required(bundle, "id").getAsString()),
                level == null ? DEFAULT_START_LEVEL : level.getAsInt());
    }

    private static JsonElement required(JsonObject json, String name) {
        JsonElement value = json.get(name);
        if (value == null) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return value;
    }
}
