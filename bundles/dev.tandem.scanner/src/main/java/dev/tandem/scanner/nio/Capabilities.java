package dev.tandem.scanner.nio;

import java.nio.file.Path;
import java.util.Set;

/**
 * What the platform's file system can tell.
 *
 * @param posix whether there are modes, owners, inodes: the {@code unix} view
 */
record Capabilities(boolean posix) {
    static Capabilities of(Path path) {
        Set<String> views = path.getFileSystem().supportedFileAttributeViews();
        return new Capabilities(views.contains("unix"));
    }
}
