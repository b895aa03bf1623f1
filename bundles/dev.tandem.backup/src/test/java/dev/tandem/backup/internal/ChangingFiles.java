package dev.tandem.backup.internal;

import dev.tandem.model.RawPath;
import dev.tandem.scanner.SystemReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder {@code source} that changes each round: a {@link RandomTree}, and {@code plain} files beside it. */
final class ChangingFiles {
    static final String NAME = "source";
    /** Takes out a part of {@code plain}. */
    static final String TEMPORARY = "*.tmp";
    /** Takes out all of it. */
    static final String PLAIN = "plain";

    private final Path base;
    private final Path wild;
    private final Path plain;
    private final RandomTree tree;

    ChangingFiles(Path base, long seed) throws IOException {
        this.base = base;
        wild = Files.createDirectories(base.resolve(NAME).resolve("wild"));
        plain = Files.createDirectory(base.resolve(NAME).resolve(PLAIN));
        tree = new RandomTree(wild, seed);
        tree.grow(30);
        for (String name : new String[] {"a.tmp", "b.tmp", "c.txt"}) {
            Files.writeString(plain.resolve(name), name);
        }
        removeLinksNotOfText();
    }

    void change(Random random) throws IOException {
        tree.change(1 + random.nextInt(6));
        tree.grow(random.nextInt(3));
        removeLinksNotOfText();
        Path file = plain.resolve(random.nextInt(6) + (random.nextBoolean() ? ".tmp" : ".txt"));
        Files.writeString(file, ("line " + random.nextInt(4) + "\n").repeat(1 + random.nextInt(9999)));
    }

    /** Link targets that are not UTF-8 are lost by restic before 0.16. */
    private void removeLinksNotOfText() throws IOException {
        try (Stream<Path> all = Files.walk(wild)) {
            for (Path path : all.filter(Files::isSymbolicLink).toList()) {
                byte[] target = new SystemReader().readLink(RawPath.of(path));
                if (new String(target, StandardCharsets.UTF_8).contains("\ufffd")) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Describes what there is now. */
    Map<String, String> describe() throws IOException {
        return Folder.describe(base);
    }

    /** Returns what is left of what was described when one of the two patterns has been taken out of it. */
    static Map<String, String> without(String pattern, Map<String, String> described) {
        String below = "/" + NAME + "/" + PLAIN + "/";
        Map<String, String> left = new TreeMap<>(described);
        left.keySet().removeIf(pattern.equals(TEMPORARY)
                ? key -> key.startsWith(below) && key.endsWith(".tmp")
                : key -> key.startsWith(below) || key.startsWith("/" + NAME + "/") && key.endsWith("=" + PLAIN));
        return left;
    }

    Path base() {
        return base;
    }
}
