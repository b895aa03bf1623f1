package dev.tandem.scanner.selection;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The directories in which what a pattern matches may lie, found as rclone finds them. */
final class DirectoryGlobs {
    private static final Pattern TOO_HARD =
            Pattern.compile("(\\{[^{}]*(\\*\\*|/)[^{}]*})|\\{\\{|}}|\\{[^{}]*\\{");
    private static final Pattern SLASHES = Pattern.compile("/{2,}");
    private static final String ALL = "/**";

    private DirectoryGlobs() {
    }

    /** Returns patterns of directories, which but for {@code /**} end with {@code /}; the root, always in, is none of them. */
    static List<String> of(String pattern) {
        if (TOO_HARD.matcher(pattern).find()) {
            return List.of(ALL);
        }
        List<String> globs = new ArrayList<>();
        String rest = SLASHES.matcher(pattern).replaceAll("/");
        boolean found = false;
        while (true) {
            int slash = rest.lastIndexOf('/');
            int stars = rest.lastIndexOf("**");
            int cut = Math.max(slash, stars);
            if (cut < 0) {
                return found ? globs : List.of(ALL);
            }
            found = true;
            rest = rest.substring(0, cut);
            String directory = rest + (stars > slash ? "**/" : "/");
            if (!directory.equals("/") && (globs.isEmpty() || !globs.getLast().equals(directory))) {
                globs.add(directory);
            }
        }
    }
}
