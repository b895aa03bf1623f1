package dev.tandem.itest;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A folder of files that change as those of a person do, by a seeded chance, and what it held at any time. */
final class ChangingTree {
    private final Path folder;
    private final Random random;
    private int made;

    ChangingTree(Path folder, long seed) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.random = new Random(seed);
    }

    Path folder() {
        return folder;
    }

    /** Makes {@code count} more files of up to {@code most} bytes each, in folders of their own now and then. */
    void grow(int count, int most) throws IOException {
        for (int i = 0; i < count; i++) {
            Path directory = folder.resolve("d" + random.nextInt(1 + made / 20));
            Files.createDirectories(directory);
            write(directory.resolve("f" + made++), most);
        }
    }

    private void write(Path file, int most) throws IOException {
        byte[] content = new byte[random.nextInt(most + 1)];
        random.nextBytes(content);
        Files.write(file, content);
        if (random.nextInt(4) == 0) {
            Files.setPosixFilePermissions(file, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.GROUP_READ));
        }
    }

    /** Changes, adds, renames and deletes some files, and makes links. */
    void change(int count, int most) throws IOException {
        for (int i = 0; i < count; i++) {
            List<Path> files = files();
            Path file = files.get(random.nextInt(files.size()));
            switch (random.nextInt(6)) {
                case 0 -> grow(1, most);
                case 1 -> Files.delete(file);
                case 2 -> Files.move(file, file.resolveSibling("m" + made++));
                case 3 -> Files.createSymbolicLink(file.resolveSibling("l" + made++), file.getFileName());
                default -> write(file, most);
            }
        }
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (var all = Files.walk(folder)) {
            all.filter(path -> Files.isRegularFile(path, NOFOLLOW_LINKS)).sorted().forEach(files::add);
        }
        return files;
    }

    /** Returns what this folder holds now. */
    Map<String, String> state() throws IOException {
        return state(folder);
    }

    /** Returns what a folder holds, by relative path: type, permissions, time, and content or target. */
    static Map<String, String> state(Path root) throws IOException {
        Map<String, String> state = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (!directory.equals(root)) {
                    state.put(name(directory), "directory " + metadata(directory));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                state.put(name(file), attributes.isSymbolicLink() ? "link to " + Files.readSymbolicLink(file)
                        : "file " + metadata(file) + " " + sha256(Files.readAllBytes(file)));
                return FileVisitResult.CONTINUE;
            }

            private String name(Path path) {
                return root.relativize(path).toString();
            }
        });
        return state;
    }

    private static String metadata(Path path) throws IOException {
        return Files.getPosixFilePermissions(path, NOFOLLOW_LINKS).stream().sorted().toList() + " "
                + Files.getLastModifiedTime(path, NOFOLLOW_LINKS);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
