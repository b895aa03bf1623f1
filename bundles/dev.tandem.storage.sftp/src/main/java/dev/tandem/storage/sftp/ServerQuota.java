package dev.tandem.storage.sftp;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.spi.Quota;
import java.util.OptionalLong;

/** How much room the file system of a server's folder has. */
record ServerQuota(Question question) implements Quota {
    /** Asks the server. */
    interface Question {
        RemoteFiles.Room ask() throws StorageException;
    }

    @Override
    public OptionalLong free() throws StorageException {
        return OptionalLong.of(question.ask().free());
    }

    @Override
    public OptionalLong total() throws StorageException {
        return OptionalLong.of(question.ask().total());
    }
}
