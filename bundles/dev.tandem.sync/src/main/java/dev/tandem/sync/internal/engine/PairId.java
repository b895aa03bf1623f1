package dev.tandem.sync.internal.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names a pair by its roots, wherever they are mounted. Which one is left matters. */
final class PairId {
    private static final int DIGITS = 32;

    private PairId() { }

    static String of(String leftRoot, String rightRoot) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest((leftRoot + "\n" + rightRoot).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java run time has SHA-256", e);
        }
    }
}
