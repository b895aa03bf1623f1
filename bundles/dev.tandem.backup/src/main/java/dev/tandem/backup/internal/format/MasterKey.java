package dev.tandem.backup.internal.format;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * The keys that seal everything in one repository (restic repository format, "Keys, Encryption and MAC"). The arrays
 * belong to the record and must not be changed; two keys are equal when their bytes are.
 *
 * @param encrypt AES-256 key
 * @param macK    AES-128 key that makes the one-time half of a Poly1305 key
 * @param macR    the other half, clamped or not
 */
public record MasterKey(byte[] encrypt, byte[] macK, byte[] macR) {
    private static final int ENCRYPT_LENGTH = 32;
    private static final int MAC_LENGTH = 16;

    /**
     * Checks sizes, and that no part is all zero.
     *
     * @throws IllegalArgumentException if one is wrong
     */
    public MasterKey {
        check("encrypt", encrypt, ENCRYPT_LENGTH);
        check("mac.k", macK, MAC_LENGTH);
        check("mac.r", macR, MAC_LENGTH);
    }

    /** Draws a new key. */
    public static MasterKey generate() {
        SecureRandom random = new SecureRandom();
        byte[] bytes = new byte[ENCRYPT_LENGTH + 2 * MAC_LENGTH];
        random.nextBytes(bytes);
        return of(bytes);
    }

    /** Returns the key made of the 64 bytes {@code encrypt || k || r}, the order in which a password yields them. */
    public static MasterKey of(byte[] bytes) {
        int k = ENCRYPT_LENGTH;
        int r = k + MAC_LENGTH;
        return new MasterKey(Arrays.copyOf(bytes, k), Arrays.copyOfRange(bytes, k, r),
                Arrays.copyOfRange(bytes, r, r + MAC_LENGTH));
    }

    /** Reads the JSON that {@link #toJson} writes. */
    public static MasterKey parse(byte[] json) throws DamagedException {
        try {
            if (JsonParser.parseString(new String(json, StandardCharsets.UTF_8)) instanceof JsonObject key
                    && key.get("mac") instanceof JsonObject mac) {
                return new MasterKey(bytes(key, "encrypt"), bytes(mac, "k"), bytes(mac, "r"));
            }
        } catch (JsonParseException | IllegalArgumentException malformed) {
            // No cause: messages of parsers quote their input, which is secret.
            throw new DamagedException("the master key is malformed (" + malformed.getClass().getSimpleName() + ")");
        }
        throw new DamagedException("the master key is malformed (not the object it should be)");
    }

    /** Returns the key as restic stores it, to be sealed. */
    public byte[] toJson() {
        Base64.Encoder base64 = Base64.getEncoder();
        String json = "{\"mac\":{\"k\":\"" + base64.encodeToString(macK) + "\",\"r\":\"" + base64.encodeToString(macR)
                + "\"},\"encrypt\":\"" + base64.encodeToString(encrypt) + "\"}";
        return json.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(JsonObject object, String name) {
        if (object.get(name) instanceof JsonPrimitive value && value.isString()) {
            return Base64.getDecoder().decode(value.getAsString());
        }
        throw new IllegalArgumentException(name + " is missing");
    }

    private static void check(String name, byte[] key, int length) {
        int bits = 0;
        for (byte b : key) {
            bits |= b;
        }
        if (key.length != length || bits == 0) {
            throw new IllegalArgumentException(name + " must be " + length + " bytes, not all zero");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MasterKey(byte[] otherEncrypt, byte[] otherK, byte[] otherR)
                && Arrays.equals(encrypt, otherEncrypt) && Arrays.equals(macK, otherK) && Arrays.equals(macR, otherR);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(macK);
    }

    /** Returns a text without any secret. */
    @Override
    public String toString() {
        return "MasterKey";
    }
}
