package dev.tandem.backup.internal.store;

import com.google.gson.JsonObject;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.GoTime;
import dev.tandem.backup.internal.format.MasterKey;
import dev.tandem.backup.internal.format.Scrypt;
import dev.tandem.backup.internal.format.Sealer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The master key, sealed under a password (restic repository format, key files).
 *
 * @param created  when it was made
 * @param username who made it, possibly empty
 * @param hostname where, possibly empty
 * @param n        scrypt's cost
 * @param r        scrypt's block size
 * @param p        scrypt's parallelism
 * @param salt     scrypt's salt
 * @param data     the sealed master key
 */
public record KeyFile(Optional<OffsetDateTime> created, String username, String hostname, int n, int r, int p,
        byte[] salt, byte[] data) {

    private static final int SALT_LENGTH = 64;
    private static final int R = 8;
    // About half a second of an ordinary processor, the work restic spends too.
    private static final int N_HUMAN = 1 << 15;
    private static final int P_HUMAN = 2;
    // 256 random bits need no stretching.
    private static final int N_GENERATED = 1 << 10;
    /** The most memory one try of a password may take: beyond it somebody wants to exhaust it. */
    private static final long MAX_SCRYPT_BYTES = 256L << 20;
    private static final int BYTES_A_BLOCK = 128;
    private static final long MAX_SCRYPT_WORK = 8L << 30;

    /** Seals a master key under a password. */
    static KeyFile seal(MasterKey master, char[] password, Strength strength, String username, String hostname) {
        byte[] salt = new byte[SALT_LENGTH];
        new SecureRandom().nextBytes(salt);
        int n = strength == Strength.HUMAN ? N_HUMAN : N_GENERATED;
        int p = strength == Strength.HUMAN ? P_HUMAN : 1;
        byte[] data = new Sealer(derive(password, salt, n, R, p)).seal(master.toJson());
        return new KeyFile(Optional.of(OffsetDateTime.now()), username, hostname, n, R, p, salt, data);
    }

    /**
     * Opens the master key; empty when the password is not this key's.
     *
     * @throws DamagedException when the file asks for more memory than any honest one, or holds no key
     */
    Optional<MasterKey> open(char[] password, String name) throws DamagedException {
        if (!plausible()) {
            throw new DamagedException("keys/" + name + " asks for scrypt with N=" + n + " r=" + r + " p=" + p
                    + ", which is malformed or would exhaust memory; it was not tried");
        }
        byte[] master;
        try {
            master = new Sealer(derive(password, salt, n, r, p)).open(data);
        } catch (DamagedException wrongPassword) {
            return Optional.empty();
        }
        return Optional.of(MasterKey.parse(master));
    }

    private boolean plausible() {
        // Two factors of 31 bits each fit a long, the rest of the product might not.
        long blocks = (long) n * r;
        return n > 1 && Integer.bitCount(n) == 1 && r > 0 && p > 0 && (long) r * p < 1 << 30
                && blocks <= MAX_SCRYPT_BYTES / BYTES_A_BLOCK && blocks * p <= MAX_SCRYPT_WORK / BYTES_A_BLOCK
                && salt.length == SALT_LENGTH;
    }

    private static MasterKey derive(char[] password, byte[] salt, int n, int r, int p) {
        ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] secret = Arrays.copyOf(utf8.array(), utf8.limit());
        byte[] derived = Scrypt.derive(secret, salt, n, r, p, 64);
        Arrays.fill(secret, (byte) 0);
        Arrays.fill(utf8.array(), (byte) 0);
        return new MasterKey(Arrays.copyOf(derived, 32), Arrays.copyOfRange(derived, 32, 48),
                Arrays.copyOfRange(derived, 48, 64));
    }

    static KeyFile parse(byte[] json, String name) throws DamagedException {
        return Json.shaped("keys/" + name, () -> {
            JsonObject object = Json.parse(json, "keys/" + name);
            if (!Json.string(object, "kdf").equals("scrypt")) {
                throw new DamagedException("keys/" + name + " uses an unknown key derivation");
            }
            return new KeyFile(Json.member(object, "created").map(t -> GoTime.parse(t.getAsString())),
                    Json.string(object, "username"), Json.string(object, "hostname"),
                    cost(object, "N"), cost(object, "r"), cost(object, "p"),
                    Base64.getDecoder().decode(Json.string(object, "salt")),
                    Base64.getDecoder().decode(Json.string(object, "data")));
        });
    }

    private static int cost(JsonObject object, String name) {
        long number = Json.number(object, name);
        return number == (int) number ? (int) number : 0;
    }

    byte[] toJson() {
        JsonObject object = new JsonObject();
        object.addProperty("created", GoTime.format(created.map(OffsetDateTime::toInstant).orElse(Instant.EPOCH),
                ZoneId.systemDefault()));
        object.addProperty("username", username);
        object.addProperty("hostname", hostname);
        object.addProperty("kdf", "scrypt");
        object.addProperty("N", n);
        object.addProperty("r", r);
        object.addProperty("p", p);
        object.addProperty("salt", Base64.getEncoder().encodeToString(salt));
        object.addProperty("data", Base64.getEncoder().encodeToString(data));
        return Json.bytes(object);
    }
}
