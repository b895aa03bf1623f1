package dev.tandem.storage.local;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.spi.Quota;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much room the file system of a folder has. */
record FolderQuota(Path root) implements Quota {
    private interface Question {
        long ask(FileStore disk) throws IOException;
    }

    @Override
    public OptionalLong free() throws StorageException {
        return asked(FileStore::getUsableSpace);
    }

    @Override
    public OptionalLong total() throws StorageException {
        return asked(FileStore::getTotalSpace);
    }

    private OptionalLong asked(Question question) throws StorageException {
        try {
            return OptionalLong.of(question.ask(Files.getFileStore(root)));
        } catch (IOException e) {
            throw Failures.of("ask for the room on the disk of", root, e);
        }
    }
}
