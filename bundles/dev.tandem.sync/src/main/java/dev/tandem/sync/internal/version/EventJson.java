package dev.tandem.sync.internal.version;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.tandem.backup.Id;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.version.RunLog.Changed;
import dev.tandem.sync.internal.version.RunLog.Dropped;
import dev.tandem.sync.internal.version.RunLog.Event;
import dev.tandem.sync.internal.version.RunLog.Made;
import dev.tandem.sync.internal.version.RunLog.Moved;
import dev.tandem.sync.internal.version.RunLog.Placed;
import dev.tandem.sync.internal.version.RunLog.Removed;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** The JSON of the events of a run. What is of the wrong shape is met with one of the run time's exceptions. */
final class EventJson {
    private EventJson() { }

    static JsonObject encode(Event event) {
        JsonObject json = new JsonObject();
        json.addProperty("event", event.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        json.addProperty("on", event.on().name().toLowerCase(Locale.ROOT));
        json.addProperty("path", NameText.of(event.path()));
        switch (event) {
            case Placed(_, _, Item before, Item.Present after, Optional<Base> base) -> {
                if (before instanceof Item.Present present) {
                    json.add("before", encode(present));
                } else if (before != Item.ABSENT) {
                    throw new IllegalArgumentException(event.path() + " is replaced without being known");
                }
                json.add("after", encode(after));
                addBase(json, base);
            }
            case Removed(_, _, Item.Present before, Optional<Base> base, boolean room) -> {
                json.add("before", encode(before));
                json.addProperty("room", room);
                addBase(json, base);
            }
            case Moved(_, var from, _, Item.Present moved, boolean rebases) -> {
                json.addProperty("from", NameText.of(from));
                json.add("moved", encode(moved));
                json.addProperty("rebases", rebases);
            }
            case Changed(_, _, Item.Present before, Attributes wanted, Optional<Base> base) -> {
                json.add("before", encode(before));
                json.add("wanted", encode(wanted));
                addBase(json, base);
            }
            case Made _, Dropped _ -> { }
        }
        return json;
    }

    static Event decode(JsonObject json) {
        Side on = Side.valueOf(json.get("on").getAsString().toUpperCase(Locale.ROOT));
        var path = NameText.path(json.get("path").getAsString());
        return switch (json.get("event").getAsString()) {
            case "placed" -> new Placed(on, path, json.has("before") ? item(json, "before") : Item.ABSENT,
                    item(json, "after"), base(json));
            case "removed" -> new Removed(on, path, item(json, "before"), base(json),
                    json.get("room").getAsBoolean());
            case "moved" -> new Moved(on, NameText.path(json.get("from").getAsString()), path, item(json, "moved"),
                    // Logs of older versions do not tell.
                    json.has("rebases") && json.get("rebases").getAsBoolean());
            case "changed" -> new Changed(on, path, item(json, "before"),
                    attributes(json.getAsJsonArray("wanted")), base(json));
            case "made" -> new Made(on, path);
            case "dropped" -> new Dropped(on, path);
            case String other -> throw new IllegalArgumentException("no event is called " + other);
        };
    }

    private static void addBase(JsonObject json, Optional<Base> base) {
        base.ifPresent(known -> {
            JsonObject object = new JsonObject();
            object.add("left", encode(known.left()));
            object.add("right", encode(known.right()));
            object.addProperty("recheck", known.recheck());
            json.add("base", object);
        });
    }

    private static Optional<Base> base(JsonObject json) {
        return Optional.ofNullable(json.getAsJsonObject("base"))
                .map(base -> new Base(item(base, "left"), item(base, "right"), base.get("recheck").getAsBoolean()));
    }

    private static JsonObject encode(Item.Present item) {
        JsonObject json = new JsonObject();
        json.addProperty("type", item.type().name());
        json.addProperty("name", NameText.of(item.name()));
        json.add("attributes", encode(item.attributes()));
        switch (item) {
            case Item.FileItem file -> {
                json.addProperty("size", file.size());
                if (file.isRead()) {
                    json.addProperty("content", file.content().toString());
                }
            }
            case Item.LinkItem link ->
                json.addProperty("target", Base64.getEncoder().encodeToString(link.target()));
            case Item.DirectoryItem directory -> json.addProperty("mount", directory.mount());
            case Item.SpecialItem _ -> { }
        }
        return json;
    }

    private static Item.Present item(JsonObject of, String member) {
        JsonObject json = of.getAsJsonObject(member);
        FileType type = FileType.valueOf(json.get("type").getAsString());
        RawName name = NameText.name(json.get("name").getAsString());
        Attributes attributes = attributes(json.getAsJsonArray("attributes"));
        return switch (type) {
            case FILE -> new Item.FileItem(name, json.get("size").getAsLong(), json.has("content")
                    ? Id.parse(json.get("content").getAsString()) : Item.FileItem.UNREAD, attributes);
            case SYMLINK -> new Item.LinkItem(name, Base64.getDecoder().decode(json.get("target").getAsString()),
                    attributes);
            case DIRECTORY -> new Item.DirectoryItem(name, json.get("mount").getAsBoolean(), attributes);
            default -> new Item.SpecialItem(name, type, attributes);
        };
    }

    private static JsonArray encode(Attributes attributes) {
        JsonArray json = new JsonArray(7);
        json.add(attributes.permissions());
        json.add(attributes.uid());
        json.add(attributes.gid());
        json.add(attributes.modified());
        json.add(attributes.changed());
        json.add(attributes.fileId());
        if (!attributes.extended().equals(Attributes.NO_EXTENDED)) {
            json.add(attributes.extended().toString());
        }
        return json;
    }

    private static Attributes attributes(JsonArray json) {
        return new Attributes(json.get(0).getAsInt(), json.get(1).getAsInt(), json.get(2).getAsInt(),
                json.get(3).getAsLong(), json.get(4).getAsLong(), json.get(5).getAsLong(),
                json.size() > 6 ? Id.parse(json.get(6).getAsString()) : Attributes.NO_EXTENDED);
    }
}
