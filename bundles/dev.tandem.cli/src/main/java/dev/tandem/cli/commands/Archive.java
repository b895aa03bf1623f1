package dev.tandem.cli.commands;

import dev.tandem.backup.Node;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.io.OutputStream;

/** A file of many files, written from front to back. */
interface Archive {
    /** Writes the content of a file. */
    interface ContentSource {
        void writeTo(OutputStream output) throws IOException;
    }

    /** Tells whether this kind of archive has a form for {@code node}. */
    boolean canHold(Node node);

    /**
     * Adds an entry.
     *
     * @param path    its path within the archive, with a slash first, which is left out
     * @param content called for a regular file, once
     */
    void add(RawPath path, Node node, ContentSource content) throws IOException;

    /** Writes what ends the archive; the stream stays open. */
    void finish() throws IOException;
}
