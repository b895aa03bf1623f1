package dev.tandem.plugins;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The folder jars are dropped into. */
record PluginFolder(Path path) {
    static final String JAR = ".jar";

    /** Nobody has so many; a folder full of jars is there by mistake. */
    private static final int MOST = 200;

    /** Returns the jars there are, by name; a folder that is not there has none. */
    List<Sighting> look() throws IOException {
        List<Sighting> seen = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, PluginFolder::isJar)) {
            for (Path file : files) {
                look(file).ifPresent(seen::add);
                if (seen.size() > MOST) {
                    throw new IOException("more than " + MOST + " jars lie in " + path + "; none is looked at");
                }
            }
        } catch (NoSuchFileException | NotDirectoryException _) {
            return List.of();
        }
        seen.sort(Comparator.comparing(Sighting::file));
        return seen;
    }

    Path resolve(String file) {
        return path.resolve(file);
    }

    /** Looks at one file; empty where there is none, or no plain one. */
    static Optional<Sighting> look(Path file) throws IOException {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.isRegularFile() ? Optional.of(new Sighting(file.getFileName().toString(), found.size(),
                    found.lastModifiedTime().toMillis())) : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static boolean isJar(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(JAR) && !name.startsWith(".");
    }
}
