package dev.tandem.backup.internal.store;

import com.google.gson.JsonObject;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.Polynomials;
import java.security.SecureRandom;

/**
 * The config of a repository (restic repository format, config).
 *
 * @param version    format version
 * @param id         random name, 64 hexadecimal digits
 * @param polynomial the chunker's
 */
public record Config(int version, String id, long polynomial) {
    /** The version this program writes. */
    public static final int NEWEST_VERSION = 2;

    /** Returns the config of a new repository. */
    public static Config generate(SecureRandom random) {
        byte[] id = new byte[Id.LENGTH];
        random.nextBytes(id);
        return new Config(NEWEST_VERSION, Id.of(id).toString(), Polynomials.random(random));
    }

    /** Parses the plain bytes of the file; fields other programs added are ignored. */
    static Config parse(byte[] json) throws DamagedException {
        return Json.shaped("config", () -> {
            JsonObject object = Json.parse(json, "config");
            return new Config((int) Json.number(object, "version"), Json.string(object, "id"),
                    Polynomials.parseHex(Json.string(object, "chunker_polynomial")));
        });
    }

    /** Returns the plain bytes of a config with the newest version, and all else as it is, also what others added. */
    static byte[] upgraded(byte[] json) throws DamagedException {
        JsonObject object = Json.parse(json, "config");
        object.addProperty("version", NEWEST_VERSION);
        return Json.bytes(object);
    }

    byte[] toJson() {
        JsonObject object = new JsonObject();
        object.addProperty("version", version);
        object.addProperty("id", id);
        object.addProperty("chunker_polynomial", Polynomials.toHex(polynomial));
        return Json.bytes(object);
    }
}
