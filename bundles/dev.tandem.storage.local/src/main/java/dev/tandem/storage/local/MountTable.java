package dev.tandem.storage.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What is mounted where, as {@code /proc/self/mountinfo} tells it (proc(5)).
 *
 * @param mounts in the order they were made: a later one hides an earlier one at or below its folder
 */
record MountTable(List<Mount> mounts) {
    private static final int ROOT = 3;
    private static final int FOLDER = 4;
    private static final int FIRST_OPTIONAL = 6;
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    /**
     * A mounted file system, or a part of it.
     *
     * @param root   the part of the file system
     * @param folder where it is mounted
     * @param source the device
     */
    record Mount(Path root, Path folder, Path source) {
        /** Returns where a path of the file system is found; empty where this mount does not show it. */
        Optional<Path> find(Path path) {
            return path.startsWith(root) ? Optional.of(folder.resolve(root.relativize(path)).normalize())
                    : Optional.empty();
        }
    }

    static MountTable parse(List<String> lines) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : lines) {
            List<String> fields = List.of(line.split(" "));
            // Between the fields that are always there stands any number of others, with a hyphen at their end.
            int hyphen = fields.size() > FIRST_OPTIONAL
                    ? fields.subList(FIRST_OPTIONAL, fields.size()).indexOf("-") + FIRST_OPTIONAL : -1;
            if (hyphen >= FIRST_OPTIONAL && fields.size() > hyphen + 2) {
                mounts.add(new Mount(path(fields.get(ROOT)), path(fields.get(FOLDER)), path(fields.get(hyphen + 2))));
            }
        }
        return new MountTable(List.copyOf(mounts));
    }

    private static Path path(String field) {
        return Path.of(OCTAL.matcher(field).replaceAll(MountTable::character));
    }

    private static String character(MatchResult escape) {
        String character = String.valueOf((char) Integer.parseInt(escape.group(1), 8));
        return character.equals("\\") ? "\\\\" : character;
    }

    /** Returns what is seen at a path: the last that was mounted there or above it. */
    Optional<Mount> of(Path path) {
        return mounts.reversed().stream().filter(mount -> path.startsWith(mount.folder())).findFirst();
    }
}
