package dev.tandem.storage.internal;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.tandem.storage.Destination;
import dev.tandem.storage.Location;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The text of {@code destinations.json}: {@code {"nas": {"location": "sftp://ada@nas/backup", "settings": {"part-size":
 * "16"}}}}. {@code repository}, {@code password_file} and {@code password_command} are older names of the location and
 * of the settings about a repository's password. Immutable.
 */
final class DestinationDocument {
    static final DestinationDocument EMPTY = new DestinationDocument(new JsonObject());

    /** With this setting a local path counts from the top of a volume, wherever that is mounted. */
    private static final String VOLUME = "volume";
    private static final String LOCATION = "location";
    private static final String SETTINGS = "settings";
    private static final Map<String, String> OLDER = Map.of(
            "password_file", Destination.REPOSITORY_PASSWORD_FILE,
            "password_command", Destination.REPOSITORY_PASSWORD_COMMAND);
    private static final String OLDER_LOCATION = "repository";
    private static final Pattern SETTING = Pattern.compile("[a-z0-9-]+");
    private static final Gson WRITER = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls()
            .create();

    private final JsonObject all;

    private DestinationDocument(JsonObject all) {
        this.all = all;
    }

    /** @throws IOException whose message says what is wrong, and where */
    static DestinationDocument parse(String text) throws IOException {
        return new DestinationDocument(StrictJson.object(text));
    }

    /** Returns the names there are, in order. */
    List<String> names() {
        return all.keySet().stream().sorted().toList();
    }

    /**
     * Returns what stands there under a name.
     *
     * @param folder where relative local paths start
     * @throws IOException whose message says what is wrong with it
     */
    Optional<Destination> find(String name, Path folder) throws IOException {
        if (!all.has(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(destination(name, object(all.get(name), "it"), folder));
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("the destination '" + name + "' is not understood: " + e.getMessage(), e);
        }
    }

    private static Destination destination(String name, JsonObject entry, Path folder) throws IOException {
        SortedMap<String, String> settings = settings(entry);
        settings.computeIfPresent(Destination.REPOSITORY_PASSWORD_FILE,
                (setting, file) -> absolute(new Location(Location.FILE, file), folder).target());
        if (entry.has(LOCATION) && entry.has(OLDER_LOCATION)) {
            throw new IOException("it has both a 'location' and a 'repository', which is the older name of it");
        }
        Location location = Location.parse(text(entry, LOCATION).or(() -> text(entry, OLDER_LOCATION))
                .orElseThrow(() -> new IOException("it has no 'location'")));
        if (holdsPassword(location)) {
            throw new IOException("its location holds a password; take that out of the file, and keep it with "
                    + "'tandem destination edit " + name + " --secret password'");
        }
        return new Destination(name, settings.containsKey(VOLUME) ? location : absolute(location, folder), settings);
    }

    private static SortedMap<String, String> settings(JsonObject entry) throws IOException {
        SortedMap<String, String> settings = new TreeMap<>();
        OLDER.forEach((older, setting) -> text(entry, older).ifPresent(value -> settings.put(setting, value)));
        if (entry.has(SETTINGS)) {
            JsonObject given = object(entry.get(SETTINGS), "'settings'");
            for (String name : given.keySet()) {
                if (!SETTING.matcher(name).matches()) {
                    throw new IOException("'" + name + "' cannot be the name of a setting: small letters, digits and "
                            + "hyphens can");
                }
                settings.put(name, text(given, name).orElseThrow());
            }
        }
        return settings;
    }

    private static JsonObject object(JsonElement element, String what) throws IOException {
        if (!element.isJsonObject()) {
            throw new IOException(what + " must be an object, { … }");
        }
        return element.getAsJsonObject();
    }

    /** Numbers and truth values are taken for their text, as people write them without quotation marks. */
    private static Optional<String> text(JsonObject object, String name) {
        if (!object.has(name)) {
            return Optional.empty();
        }
        if (object.get(name) instanceof JsonPrimitive value) {
            return Optional.of(value.getAsString());
        }
        throw new IllegalArgumentException("'" + name + "' must be text");
    }

    private static Location absolute(Location location, Path folder) {
        if (!location.scheme().equals(Location.FILE) || location.target().matches("~([/\\\\].*)?")) {
            return location;
        }
        try {
            return new Location(Location.FILE, folder.resolve(location.target()).normalize().toString());
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + location.target() + "' is no path on this system: "
                    + e.getReason(), e);
        }
    }

    /** Returns whether a location itself says what should be a secret. */
    static boolean holdsPassword(Location location) {
        return !location.scheme().equals(Location.FILE) && !location.toString().equals(location.text());
    }

    /** Returns this with a destination, beside everything that is not known here. */
    DestinationDocument with(Destination destination) {
        JsonObject more = all.deepCopy();
        JsonObject entry = more.has(destination.name()) && more.get(destination.name()).isJsonObject()
                ? more.getAsJsonObject(destination.name()) : new JsonObject();
        entry.remove(OLDER_LOCATION);
        OLDER.keySet().forEach(entry::remove);
        entry.addProperty(LOCATION, destination.location().text());
        entry.remove(SETTINGS);
        if (!destination.settings().isEmpty()) {
            JsonObject settings = new JsonObject();
            destination.settings().forEach(settings::addProperty);
            entry.add(SETTINGS, settings);
        }
        more.add(destination.name(), entry);
        return new DestinationDocument(more);
    }

    DestinationDocument without(String name) {
        JsonObject less = all.deepCopy();
        less.remove(name);
        return new DestinationDocument(less);
    }

    String text() {
        return WRITER.toJson(all) + "\n";
    }
}
