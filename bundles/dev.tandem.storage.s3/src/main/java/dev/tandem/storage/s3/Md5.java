package dev.tandem.storage.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The digest S3 checks content with on its way; against damage, not against people. */
final class Md5 {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");

    private Md5() { }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    static byte[] of(byte[] bytes) {
        return digest().digest(bytes);
    }

    static String base64(byte[] md5) {
        return Base64.getEncoder().encodeToString(md5);
    }

    static String hex(byte[] md5) {
        return HexFormat.of().formatHex(md5);
    }

    /** Tells whether a tag has the form of a digest, and is another one. */
    static boolean contradicts(Optional<String> tag, byte[] md5) {
        return tag.filter(text -> HEX.matcher(text).matches() && !text.equals(hex(md5))).isPresent();
    }
}
