package dev.tandem.launcher;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a filled {@link Slot} was made from: the features, the jars and the Java that runs them. Names, sizes and times
 * stand for the files: reading the jars at each start would cost more than the cache saves.
 */
final class Stamp {
    private Stamp() { }

    static String of(Path app, List<String> features) throws IOException {
        List<String> lines = new ArrayList<>();
        Files.walkFileTree(app, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                lines.add(app.relativize(file) + "|" + attributes.size() + "|" + attributes.lastModifiedTime().toMillis());
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(lines);
        lines.add("features|" + String.join(",", features));
        lines.add("java|" + Runtime.version());
        return String.join("\n", lines) + "\n";
    }
}
