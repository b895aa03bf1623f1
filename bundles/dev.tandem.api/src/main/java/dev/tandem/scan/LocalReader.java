package dev.tandem.scan;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Observes the local file system. Links are never followed at the last name of a path. Thread-safe. Failures are
 * {@link java.nio.file.NoSuchFileException}, {@link java.nio.file.AccessDeniedException},
 * {@link java.nio.file.NotDirectoryException} where they apply, else {@link java.nio.file.FileSystemException}, each
 * with the path.
 */
@ProviderType
public interface LocalReader {
    /** Returns the metadata of an entry. */
    FileStat stat(RawPath path) throws IOException;

    /**
     * Tells whether the file system a directory is on is known to change {@link FileStat#changed} with whatever else of an
     * entry changes, extended attributes among it; false where that is not known.
     *
     * @param stat metadata of the directory
     */
    default boolean keepsChangeTimes(RawPath directory, FileStat stat) {
        return false;
    }

    /** Returns the names in a directory, without {@code .} and {@code ..}, in the order the system gives them. */
    List<RawName> names(RawPath directory) throws IOException;

    /** Returns the target of a symbolic link, byte for byte. */
    byte[] readLink(RawPath link) throws IOException;

    /**
     * Returns the extended attributes, ACLs among them, in the order the system lists them; none where the file system
     * has none.
     */
    List<ExtendedAttribute> attributes(RawPath path) throws IOException;

    /**
     * Opens a regular file for sequential reading, without touching its access time where the system allows.
     *
     * @throws IOException also when {@code path} is no regular file any more
     */
    SourceFile open(RawPath path) throws IOException;

    /** Returns the name of a user, empty where there is none; remembered, so cheap to ask. */
    String userName(int uid);

    /** Returns the name of a group, empty where there is none; remembered, so cheap to ask. */
    String groupName(int gid);

    /** A regular file open for reading, used by one thread at a time. */
    interface SourceFile extends AutoCloseable {
        /** Returns the metadata of the open file itself, as of now. */
        FileStat stat() throws IOException;

        /** Reads at least one and at most {@code length} bytes; returns how many, or -1 at the end. */
        int read(byte[] buffer, int offset, int length) throws IOException;

        @Override
        void close();
    }
}
