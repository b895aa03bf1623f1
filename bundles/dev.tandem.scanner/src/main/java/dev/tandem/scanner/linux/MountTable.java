package dev.tandem.scanner.linux;

import dev.tandem.model.RawPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Where file systems are mounted, with what tells one mount from the next at the same place. */
record MountTable(Map<RawPath, String> mounts) {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final int POINT = 4;

    /** Reads the table of this process; empty where there is none. */
    static MountTable read() throws IOException {
        try {
            return parse(Files.readAllBytes(TABLE));
        } catch (NoSuchFileException none) {
            return new MountTable(Map.of());
        }
    }

    static MountTable parse(byte[] table) {
        Map<RawPath, String> mounts = new HashMap<>();
        for (String line : new String(table, StandardCharsets.ISO_8859_1).split("\n")) {
            String[] fields = line.split(" ");
            if (fields.length > POINT) {
                mounts.merge(RawPath.of(unescaped(fields[POINT])), fields[0], (first, second) -> first + " " + second);
            }
        }
        return new MountTable(mounts);
    }

    /** Spaces and the like are written as a backslash and three octal digits. */
    private static byte[] unescaped(String field) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\' && i + 3 < field.length()) {
                bytes.write(Integer.parseInt(field, i + 1, i + 4, 8));
                i += 3;
            } else {
                bytes.write(field.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    /** Returns where something else is mounted than in {@code other}. */
    Set<RawPath> differing(MountTable other) {
        Set<RawPath> differing = new HashSet<>(mounts.keySet());
        differing.addAll(other.mounts.keySet());
        differing.removeIf(point -> mounts.containsKey(point) && mounts.get(point).equals(other.mounts.get(point)));
        return differing;
    }
}
