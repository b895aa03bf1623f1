package dev.tandem.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** What is done with whole folders. Symbolic links are never followed. */
final class Folders {
    /** What Tandem keeps in a folder it keeps in step; no part of it. */
    static final String OWN = ".tandem";

    private Folders() { }

    @FunctionalInterface
    private interface Visit {
        void item(Path path, BasicFileAttributes attributes) throws IOException;
    }

    /** How much a folder holds. */
    record Extent(long files, long bytes) { }

    /** Visits the folder itself, if there is one, then everything in it. */
    private static void walk(Path folder, Visit visit) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                if (path.endsWith(OWN) && !path.equals(folder)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                visit.item(path, attributes);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                visit.item(path, attributes);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static Extent extent(Path folder) throws IOException {
        long[] sums = new long[2];
        walk(folder, (path, attributes) -> {
            if (attributes.isRegularFile()) {
                sums[0]++;
                sums[1] += attributes.size();
            }
        });
        return new Extent(sums[0], sums[1]);
    }

    /** Reads everything once, so that the next reader finds it in the page cache. */
    static void warm(Path folder) throws IOException {
        byte[] buffer = new byte[1 << 20];
        walk(folder, (path, attributes) -> {
            if (attributes.isRegularFile()) {
                try (InputStream in = Files.newInputStream(path)) {
                    while (in.read(buffer) > 0) { }
                }
            }
        });
    }

    /** Returns the files that can be changed and hold something, in an order that is always the same. */
    static List<Path> changeableFiles(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        walk(folder, (path, attributes) -> {
            if (attributes.isRegularFile() && attributes.size() > 0 && Files.isWritable(path)) {
                files.add(path);
            }
        });
        files.sort(null);
        return files;
    }

    /** Deletes a folder, if there is one, and all in it. */
    static void delete(Path folder) throws IOException, InterruptedException {
        if (new ProcessBuilder("rm", "-rf", folder.toString()).inheritIO().start().waitFor() != 0) {
            throw new IOException(folder + " cannot be deleted");
        }
    }

    /** Copies a folder, which the copy shares nothing with. */
    static void copy(Path folder, Path copy) throws IOException, InterruptedException {
        if (new ProcessBuilder("cp", "-a", folder.toString(), copy.toString()).inheritIO().start().waitFor() != 0) {
            throw new IOException(folder + " cannot be copied to " + copy);
        }
    }

    /** Returns what tells each file of a folder from all others, by its path there; none where there is no folder. */
    static Map<Path, Object> identities(Path folder) throws IOException {
        Map<Path, Object> identities = new HashMap<>();
        walk(folder, (path, attributes) -> {
            if (attributes.isRegularFile()) {
                identities.put(folder.relativize(path), attributes.fileKey());
            }
        });
        return identities;
    }

    /** Tells in words where two folders differ: in names, types, contents, modes, owners, modification times. */
    static List<String> differences(Path expected, Path actual) throws IOException {
        return differences(expected, actual, Folders::attributes);
    }

    /** Does not count times of folders, and parts of a second: some programs lose them. */
    static List<String> differencesOfContent(Path expected, Path actual) throws IOException {
        return differences(expected, actual, Folders::commonAttributes);
    }

    @FunctionalInterface
    private interface Look {
        Map<String, Object> at(Path path) throws IOException;
    }

    private static List<String> differences(Path expected, Path actual, Look look) throws IOException {
        TreeSet<Path> paths = relativePaths(expected);
        paths.addAll(relativePaths(actual));
        List<String> differences = new ArrayList<>();
        for (Path path : paths) {
            difference(expected.resolve(path), actual.resolve(path), look).ifPresent(how -> differences.add(path + " " + how));
        }
        return differences;
    }

    private static TreeSet<Path> relativePaths(Path folder) throws IOException {
        TreeSet<Path> paths = new TreeSet<>();
        walk(folder, (path, attributes) -> paths.add(folder.relativize(path)));
        return paths;
    }

    private static Optional<String> difference(Path expected, Path actual, Look look) throws IOException {
        if (!Files.exists(expected, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of("was never there");
        }
        if (!Files.exists(actual, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of("is missing");
        }
        Map<String, Object> attributes = look.at(expected);
        Map<String, Object> found = look.at(actual);
        if (!attributes.equals(found)) {
            return Optional.of("has " + found + " instead of " + attributes);
        }
        boolean isSame = Files.isSymbolicLink(expected)
                ? Files.readSymbolicLink(expected).equals(Files.readSymbolicLink(actual))
                : !Files.isRegularFile(expected) || Files.mismatch(expected, actual) < 0;
        return isSame ? Optional.empty() : Optional.of("has another content");
    }

    /** The mode has the type, too. */
    private static Map<String, Object> attributes(Path path) throws IOException {
        return Files.readAttributes(path, "unix:mode,uid,gid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    }

    private static Map<String, Object> commonAttributes(Path path) throws IOException {
        Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                ? Map.of("mode", mode, "modified", Files.getLastModifiedTime(path).to(TimeUnit.SECONDS))
                : Map.of("mode", mode);
    }
}
