package dev.tandem.backup.internal.store;

import dev.tandem.backup.Id;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, the name of everything in a repository. */
public final class Hashing {
    private Hashing() { }

    /** Returns a new digest for one thread. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Returns the hash of all bytes. */
    public static Id sha256(byte[] bytes) {
        return sha256(bytes, 0, bytes.length);
    }

    /** Returns the hash of some bytes. */
    public static Id sha256(byte[] bytes, int offset, int length) {
        MessageDigest digest = newSha256();
        digest.update(bytes, offset, length);
        return Id.of(digest.digest());
    }
}
