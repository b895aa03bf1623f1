package dev.tandem.backup.internal.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tandem.backup.Id;
import dev.tandem.backup.Proof;
import dev.tandem.backup.Proof.Failure;
import dev.tandem.backup.Proof.Plan;
import dev.tandem.backup.Proof.Sample;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.GoTime;
import java.util.ArrayList;
import java.util.List;

/** The JSON of proofs. */
final class ProofJson {
    private static final String NAME = "a recorded proof";

    private ProofJson() { }

    static byte[] encode(Proof proof) {
        JsonObject json = new JsonObject();
        json.addProperty("time", GoTime.format(proof.time().toInstant(), proof.time().getOffset()));
        json.addProperty("snapshot", proof.snapshot().toString());
        json.addProperty("snapshot_time",
                GoTime.format(proof.snapshotTime().toInstant(), proof.snapshotTime().getOffset()));
        JsonObject plan = new JsonObject();
        plan.addProperty("hostname", proof.plan().hostname());
        plan.add("paths", Json.array(proof.plan().paths()));
        json.add("plan", plan);
        json.add("sample", encode(proof.sample()));
        json.addProperty("seed", proof.seed());
        json.addProperty("files", proof.files());
        json.addProperty("bytes", proof.bytes());
        json.addProperty("compared", proof.compared());
        json.addProperty("failed", proof.failed());
        JsonArray failures = new JsonArray();
        for (Failure failure : proof.failures()) {
            JsonObject object = new JsonObject();
            object.addProperty("path", PathText.of(failure.path()));
            object.addProperty("message", failure.message());
            object.addProperty("remedy", failure.remedy());
            failures.add(object);
        }
        json.add("failures", failures);
        return Json.bytes(json);
    }

    private static JsonObject encode(Sample sample) {
        JsonObject json = new JsonObject();
        switch (sample) {
            case Sample.Some some -> {
                json.addProperty("files", some.files());
                json.addProperty("bytes", some.bytes());
            }
            case Sample.Share share -> json.addProperty("percent", share.percent());
            case Sample.All _ -> json.addProperty("all", true);
        }
        return json;
    }

    static Proof decode(byte[] json) throws DamagedException {
        return Json.shaped(NAME, () -> {
            JsonObject object = Json.parse(json, NAME);
            JsonObject plan = Json.required(object, "plan").getAsJsonObject();
            List<Failure> failures = new ArrayList<>();
            for (JsonElement element : Json.required(object, "failures").getAsJsonArray()) {
                JsonObject failure = element.getAsJsonObject();
                failures.add(new Failure(PathText.parse(Json.string(failure, "path")),
                        Json.string(failure, "message"), Json.string(failure, "remedy")));
            }
            return new Proof(GoTime.parse(Json.string(object, "time")), Id.parse(Json.string(object, "snapshot")),
                    GoTime.parse(Json.string(object, "snapshot_time")),
                    new Plan(Json.string(plan, "hostname"), Json.strings(plan, "paths")),
                    sample(Json.required(object, "sample").getAsJsonObject()), Json.number(object, "seed"),
                    Json.number(object, "files"), Json.number(object, "bytes"), Json.number(object, "compared"),
                    Json.number(object, "failed"), failures);
        });
    }

    private static Sample sample(JsonObject json) {
        if (json.has("percent")) {
            return new Sample.Share(json.get("percent").getAsDouble());
        }
        return json.has("all") ? new Sample.All()
                : new Sample.Some((int) Json.number(json, "files"), Json.number(json, "bytes"));
    }
}
