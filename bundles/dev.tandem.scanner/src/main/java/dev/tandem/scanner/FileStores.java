package dev.tandem.scanner;

import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWriter.Space;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;

/** What Java tells of the room on file systems. */
public final class FileStores {
    private FileStores() {
    }

    /** Returns the room on the file system of an absolute path. */
    public static Space space(RawPath path) throws IOException {
        FileStore store = Files.getFileStore(path.toPath());
        return new Space(store.getTotalSpace(), store.getUsableSpace());
    }
}
