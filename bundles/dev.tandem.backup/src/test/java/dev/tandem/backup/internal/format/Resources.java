package dev.tandem.backup.internal.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The test vectors beside the tests. */
final class Resources {
    private Resources() {
    }

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Resources.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    static List<String> lines(String name) throws IOException {
        return new String(bytes(name), StandardCharsets.UTF_8).lines().toList();
    }

    /** Returns the trees a restic 0.14 wrote in the zone Europe/Berlin, by their IDs. */
    static Map<String, byte[]> trees() throws IOException {
        List<String> lines = lines("odd-v2-trees.txt");
        Map<String, byte[]> trees = new LinkedHashMap<>();
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            trees.put(lines.get(i).substring("TREE ".length()),
                    (lines.get(i + 1) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return trees;
    }

    static byte[] sha256(byte[] bytes, int offset, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, offset, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError(missing);
        }
    }
}
