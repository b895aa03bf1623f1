package dev.tandem.backup.internal.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tandem.backup.Id;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotSummary;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.GoTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The JSON of snapshot files (restic repository format, snapshots). */
public final class SnapshotJson {
    private SnapshotJson() { }

    /** Parses the JSON of the snapshot {@code id}. */
    public static Snapshot decode(Id id, byte[] json) throws DamagedException {
        String name = "snapshots/" + id;
        return Json.shaped(name, () -> {
            JsonObject object = Json.parse(json, name);
            if (Json.member(object, "tree").isEmpty() || Json.member(object, "time").isEmpty()) {
                throw new DamagedException(name + " has no tree or no time");
            }
            OffsetDateTime time = GoTime.parse(Json.string(object, "time"));
            return new Snapshot(id, time,
                    Json.member(object, "parent").map(SnapshotJson::id), Id.parse(Json.string(object, "tree")),
                    Json.strings(object, "paths"), Json.string(object, "hostname"), Json.string(object, "username"),
                    (int) Json.number(object, "uid"), (int) Json.number(object, "gid"),
                    Json.strings(object, "excludes"), Json.strings(object, "tags"),
                    Json.member(object, "original").map(SnapshotJson::id), Json.string(object, "program_version"),
                    Json.member(object, "summary").map(summary -> summary(summary.getAsJsonObject(), time)));
        });
    }

    private static Id id(JsonElement element) {
        return Id.parse(element.getAsString());
    }

    private static SnapshotSummary summary(JsonObject json, OffsetDateTime snapshot) {
        return new SnapshotSummary(time(json, "backup_start", snapshot), time(json, "backup_end", snapshot),
                Json.number(json, "files_new"), Json.number(json, "files_changed"),
                Json.number(json, "files_unmodified"),
                Json.number(json, "dirs_new"), Json.number(json, "dirs_changed"), Json.number(json, "dirs_unmodified"),
                Json.number(json, "data_blobs"), Json.number(json, "tree_blobs"), Json.number(json, "data_added"),
                Json.number(json, "data_added_packed"), Json.number(json, "total_files_processed"),
                Json.number(json, "total_bytes_processed"));
    }

    private static OffsetDateTime time(JsonObject json, String name, OffsetDateTime otherwise) {
        return Json.member(json, name).map(text -> GoTime.parse(text.getAsString())).orElse(otherwise);
    }

    /**
     * Returns the JSON of a snapshot file with what is different in {@code after}; everything else is as it was, also
     * what only other programs know.
     *
     * @param json   the file
     * @param before what {@link #decode} made of it
     */
    public static byte[] edit(byte[] json, Snapshot before, Snapshot after) throws DamagedException {
        JsonObject original = Json.parse(json, "snapshots/" + before.id());
        return Json.bytes(edited(original, object(before), object(after)));
    }

    private static JsonObject edited(JsonObject original, JsonObject before, JsonObject after) {
        JsonObject edited = new JsonObject();
        for (String name : after.keySet()) {
            edited.add(name, edited(original.get(name), before.get(name), after.get(name)));
        }
        for (String name : original.keySet()) {
            if (!before.has(name) && !after.has(name)) {
                edited.add(name, original.get(name));
            }
        }
        return edited;
    }

    private static JsonElement edited(JsonElement original, JsonElement before, JsonElement after) {
        if (original instanceof JsonObject o && before instanceof JsonObject b && after instanceof JsonObject a) {
            return edited(o, b, a);
        }
        return original != null && after.equals(before) ? original : after;
    }

    /** Returns the JSON of a snapshot, whose own ID is no part of it. */
    public static byte[] encode(Snapshot snapshot) {
        return Json.bytes(object(snapshot));
    }

    private static JsonObject object(Snapshot snapshot) {
        JsonObject json = new JsonObject();
        json.addProperty("time", time(snapshot.time()));
        addId(json, "parent", snapshot.parent());
        json.addProperty("tree", snapshot.tree().toString());
        json.add("paths", array(snapshot.paths()));
        addText(json, "hostname", snapshot.hostname());
        addText(json, "username", snapshot.username());
        addNumber(json, "uid", snapshot.uid());
        addNumber(json, "gid", snapshot.gid());
        addList(json, "excludes", snapshot.excludes());
        addList(json, "tags", snapshot.tags());
        addId(json, "original", snapshot.original());
        addText(json, "program_version", snapshot.programVersion());
        snapshot.summary().ifPresent(summary -> json.add("summary", object(summary)));
        return json;
    }

    private static JsonObject object(SnapshotSummary summary) {
        JsonObject json = new JsonObject();
        json.addProperty("backup_start", time(summary.backupStart()));
        json.addProperty("backup_end", time(summary.backupEnd()));
        json.addProperty("files_new", summary.filesNew());
        json.addProperty("files_changed", summary.filesChanged());
        json.addProperty("files_unmodified", summary.filesUnmodified());
        json.addProperty("dirs_new", summary.dirsNew());
        json.addProperty("dirs_changed", summary.dirsChanged());
        json.addProperty("dirs_unmodified", summary.dirsUnmodified());
        json.addProperty("data_blobs", summary.dataBlobs());
        json.addProperty("tree_blobs", summary.treeBlobs());
        json.addProperty("data_added", summary.dataAdded());
        json.addProperty("data_added_packed", summary.dataAddedPacked());
        json.addProperty("total_files_processed", summary.totalFilesProcessed());
        json.addProperty("total_bytes_processed", summary.totalBytesProcessed());
        return json;
    }

    private static String time(OffsetDateTime time) {
        return GoTime.format(time.toInstant(), time.getOffset());
    }

    private static JsonArray array(List<String> strings) {
        JsonArray array = new JsonArray();
        strings.forEach(array::add);
        return array;
    }

    private static void addId(JsonObject json, String name, Optional<Id> id) {
        id.ifPresent(value -> json.addProperty(name, value.toString()));
    }

    private static void addText(JsonObject json, String name, String text) {
        if (!text.isEmpty()) {
            json.addProperty(name, text);
        }
    }

    private static void addNumber(JsonObject json, String name, int number) {
        if (number != 0) {
            json.addProperty(name, Integer.toUnsignedLong(number));
        }
    }

    private static void addList(JsonObject json, String name, List<String> strings) {
        if (!strings.isEmpty()) {
            json.add(name, array(strings));
        }
    }
}
