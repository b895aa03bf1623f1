package dev.tandem.storage.s3;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Which key an object of the storage has in the bucket.
 *
 * @param prefix what all keys start with: empty, or with a slash at its end
 */
record Keys(String prefix) {
    private static final int LONGEST = 1024;
    private static final String PROBE = ".tandem-probe-";
    private static final Pattern PROBES = Pattern.compile("\\.tandem-probe-[0-9a-f]{16}");

    static Keys below(String folder) {
        return new Keys(folder.isEmpty() ? "" : folder + "/");
    }

    String of(RemotePath path) {
        return prefix + path.value();
    }

    /** Returns the key that everything in a folder starts with. */
    String ofFolder(RemotePath folder) {
        return folder.value().isEmpty() ? prefix : of(folder) + "/";
    }

    /** Returns the key to write an object to. */
    String ofNew(RemotePath path) throws StorageException {
        String key = of(path);
        if (path.value().isEmpty()) {
            throw new StorageException(Kind.INVALID, "the location itself is no object; name one in it");
        }
        if (isProbe(path.name())) {
            throw new StorageException(Kind.INVALID, "'" + path + "' is a name kept for trying out the storage");
        }
        if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new StorageException(Kind.INVALID, "'" + path + "' is too long for S3: with the prefix '" + prefix
                    + "' it has more than " + LONGEST + " bytes");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
            throw new StorageException(Kind.INVALID, "'" + path + "' is no valid text; S3 keeps names as UTF-8");
        }
        return key;
    }

    /** Returns a key that nobody else has, to try things out with. */
    String probe() {
        return prefix + PROBE + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    static boolean isProbe(String name) {
        return PROBES.matcher(name).matches();
    }
}
