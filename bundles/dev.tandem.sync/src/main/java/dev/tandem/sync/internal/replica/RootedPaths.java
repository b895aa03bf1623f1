package dev.tandem.sync.internal.replica;

import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the paths below a root, never through a link, and only while the root is the one it was at the beginning: an empty
 * mount point is not taken for a root whose files were all deleted. Thread-safe.
 *
 * <p>Every directory on the way is looked at anew each time. A descriptor for each directory would close the moment
 * between looking and using, too, but the system is reached by paths here; who can put a link into that moment can write
 * to the tree anyway, and every change is looked at again after it was made.
 */
final class RootedPaths {
    private final LocalReader reader;
    private final RawPath root;
    private final FileStat identity;

    /** @param identity what the root is at the beginning */
    RootedPaths(LocalReader reader, RawPath root, FileStat identity) {
        this.reader = reader;
        this.root = root;
        this.identity = identity;
    }

    /** Returns the device of the root. */
    long device() {
        return identity.device();
    }

    static boolean isRoot(RawPath path) {
        return path.names().equals(List.of(RawName.of(".")));
    }

    /** Returns {@code path}, which must be the root or lie below it. */
    static RawPath requireSafe(RawPath path) {
        if (path.isAbsolute() || !isRoot(path) && !path.names().stream().allMatch(RawName::isSafe)) {
            throw new IllegalArgumentException(path + " is not below a root");
        }
        return path;
    }

    /** Returns the absolute path. */
    RawPath absolute(RawPath path) {
        if (isRoot(requireSafe(path))) {
            return root;
        }
        RawPath absolute = root;
        for (RawName name : path.names()) {
            absolute = absolute.child(name);
        }
        return absolute;
    }

    /** Returns what the root is now. */
    FileStat rootNow() throws IOException {
        FileStat now;
        try {
            now = reader.stat(root);
        } catch (NoSuchFileException gone) {
            throw new FileSystemException(root.toString(), null, "the folder is gone; connect its disk and try again");
        }
        if (!now.isDirectory() || !isSame(now, identity)) {
            throw new FileSystemException(root.toString(), null,
                    "another folder took its place meanwhile; connect its disk and try again");
        }
        return now;
    }

    /** Tells whether both are the same entry. */
    static boolean isSame(FileStat a, FileStat b) {
        return a.inode() == b.inode() && a.device() == b.device();
    }

    /**
     * Returns the directory that holds {@code path}; empty where there is none, or only by a link.
     *
     * @param path not the root
     */
    Optional<FileStat> above(RawPath path) throws IOException {
        FileStat directory = rootNow();
        RawPath place = root;
        Iterator<RawName> names = path.names().iterator();
        RawName name = names.next();
        while (names.hasNext()) {
            place = place.child(name);
            try {
                directory = reader.stat(place);
            } catch (NoSuchFileException | NotDirectoryException gone) {
                return Optional.empty();
            }
            if (!directory.isDirectory()) {
                return Optional.empty();
            }
            name = names.next();
        }
        return Optional.of(directory);
    }

    /** Returns the directory that holds {@code path}. */
    FileStat requireAbove(RawPath path) throws IOException {
        return above(path).orElseThrow(() -> new NoSuchFileException(absolute(path).toString(), null,
                "a folder above is missing, or is a link now"));
    }
}
