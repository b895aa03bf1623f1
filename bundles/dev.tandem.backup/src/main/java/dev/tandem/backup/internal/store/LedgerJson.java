package dev.tandem.backup.internal.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tandem.backup.Id;
import dev.tandem.backup.Ledger;
import dev.tandem.backup.Ledger.Cause;
import dev.tandem.backup.Ledger.Count;
import dev.tandem.backup.Ledger.Omission;
import dev.tandem.backup.Ledger.Reason;
import dev.tandem.backup.Ledger.SourceSize;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.model.RawPath;
import dev.tandem.scan.SourceRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The JSON of ledgers. What was left out is an array of a path and the number of the cause among the counts. */
final class LedgerJson {
    private LedgerJson() { }

    /** Returns the JSON of a ledger, whose snapshot is the name of its file. */
    static byte[] encode(Ledger ledger) {
        JsonObject json = new JsonObject();
        json.add("rules", encode(ledger.rules()));
        JsonArray sources = new JsonArray();
        for (SourceSize source : ledger.sources()) {
            JsonObject object = new JsonObject();
            object.addProperty("path", PathText.of(source.path()));
            object.addProperty("files", source.files());
            object.addProperty("bytes", source.bytes());
            sources.add(object);
        }
        json.add("sources", sources);
        Map<Cause, Integer> numbers = new HashMap<>();
        JsonArray counts = new JsonArray();
        for (Count count : ledger.counts()) {
            numbers.put(count.cause(), counts.size());
            counts.add(encode(count));
        }
        json.add("counts", counts);
        JsonArray omissions = new JsonArray();
        for (Omission omission : ledger.omissions()) {
            JsonArray pair = new JsonArray(2);
            pair.add(PathText.of(omission.path()));
            pair.add(numbers.get(omission.cause()));
            omissions.add(pair);
        }
        json.add("omissions", omissions);
        json.addProperty("cut", ledger.cut());
        return Json.bytes(json);
    }

    private static JsonObject encode(Count count) {
        JsonObject json = new JsonObject();
        json.addProperty("reason", count.cause().reason().name().toLowerCase(Locale.ROOT));
        json.addProperty("detail", count.cause().detail());
        json.addProperty("origin", count.cause().origin());
        json.addProperty("count", count.count());
        return json;
    }

    private static JsonObject encode(SourceRules rules) {
        JsonObject json = new JsonObject();
        json.add("excludes", Json.array(rules.excludes()));
        json.add("iexcludes", Json.array(rules.ignoreCaseExcludes()));
        json.add("if_present", Json.array(rules.excludeIfPresent()));
        json.addProperty("larger_than", rules.excludeLargerThan());
        json.addProperty("one_file_system", rules.oneFileSystem());
        JsonObject origins = new JsonObject();
        rules.origins().forEach(origins::addProperty);
        json.add("origins", origins);
        return json;
    }

    /** Parses the JSON of the ledger of a snapshot. */
    static Ledger decode(Id snapshot, byte[] json) throws DamagedException {
        String name = "the ledger of snapshot " + snapshot.brief();
        return Json.shaped(name, () -> {
            JsonObject object = Json.parse(json, name);
            List<Count> counts = new ArrayList<>();
            for (JsonElement count : Json.required(object, "counts").getAsJsonArray()) {
                counts.add(count(count.getAsJsonObject()));
            }
            List<Omission> omissions = new ArrayList<>();
            for (JsonElement element : Json.required(object, "omissions").getAsJsonArray()) {
                JsonArray pair = element.getAsJsonArray();
                omissions.add(new Omission(PathText.parse(pair.get(0).getAsString()),
                        counts.get(pair.get(1).getAsInt()).cause()));
            }
            List<SourceSize> sources = new ArrayList<>();
            for (JsonElement element : Json.required(object, "sources").getAsJsonArray()) {
                JsonObject source = element.getAsJsonObject();
                sources.add(new SourceSize(PathText.parse(Json.string(source, "path")), Json.number(source, "files"),
                        Json.number(source, "bytes")));
            }
            return new Ledger(snapshot, rules(Json.required(object, "rules").getAsJsonObject()), sources, counts,
                    omissions, Json.required(object, "cut").getAsBoolean());
        });
    }

    private static Count count(JsonObject json) {
        Cause cause = new Cause(Reason.valueOf(Json.string(json, "reason").toUpperCase(Locale.ROOT)),
                Json.string(json, "detail"), Json.string(json, "origin"));
        return new Count(cause, Json.number(json, "count"));
    }

    private static SourceRules rules(JsonObject json) {
        Map<String, String> origins = new HashMap<>();
        Json.required(json, "origins").getAsJsonObject().entrySet()
                .forEach(origin -> origins.put(origin.getKey(), origin.getValue().getAsString()));
        return new SourceRules(Json.strings(json, "excludes"), Json.strings(json, "iexcludes"),
                Json.strings(json, "if_present"), Json.number(json, "larger_than"),
                Json.required(json, "one_file_system").getAsBoolean(), origins);
    }
}
