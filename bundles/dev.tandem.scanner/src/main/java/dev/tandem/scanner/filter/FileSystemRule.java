package dev.tandem.scanner.filter;

import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;

/** Leaves out what is on another file system than the source; a directory where one is mounted stays, empty. */
final class FileSystemRule {
    private static final Logger LOG = System.getLogger(FileSystemRule.class.getName());

    private final long device;
    private final LocalReader reader;

    FileSystemRule(RawPath source, LocalReader reader) throws IOException {
        this.reader = reader;
        device = reader.stat(source).device();
        if (device == 0) {
            throw new FileSystemException(source.toString(), null,
                    "one file system cannot be told from another on this system; leave that rule out");
        }
    }

    boolean excludes(RawPath path, FileStat stat) {
        if (stat.device() == device) {
            return false;
        }
        return !stat.isDirectory() || !isInSource(path.parent().orElse(path));
    }

    private boolean isInSource(RawPath parent) {
        try {
            return reader.stat(parent).device() == device;
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "what is mounted in {0} is left out without a trace: {1}", parent,
                    failed.toString());
            return false;
        }
    }
}
