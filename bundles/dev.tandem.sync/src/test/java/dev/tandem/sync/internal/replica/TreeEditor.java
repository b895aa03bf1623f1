package dev.tandem.sync.internal.replica;

import dev.tandem.model.RawPath;
import java.io.IOException;

/** Somebody else, who works on the files while we look away. Paths are relative to the root. */
public interface TreeEditor {
    /** Writes a file, in place where there is one. */
    void write(RawPath path, byte[] content) throws IOException;

    /** Returns the bytes of a file. */
    byte[] content(RawPath path) throws IOException;

    /** Makes a link. */
    void link(RawPath path, byte[] target) throws IOException;

    /** Makes a directory. */
    void mkdir(RawPath path) throws IOException;

    /** Deletes something with all below. */
    void delete(RawPath path) throws IOException;

    /** Renames something, over what is there. */
    void rename(RawPath from, RawPath to) throws IOException;

    /** Sets permissions. */
    void chmod(RawPath path, int permissions) throws IOException;

    /** Sets a time of modification, in nanoseconds since 1970. */
    void touch(RawPath path, long modified) throws IOException;
}
