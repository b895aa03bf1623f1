package dev.tandem.storage.sftp;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.spi.Quota;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/** How much room the file system of a server's folder has. */
record ServerQuota(Question question) implements Quota {
    /** Asks the server. */
    interface Question {
        RemoteFiles.Room ask() throws StorageException;
    }

    @Override
    public OptionalLong free() throws StorageException {
        return asked(RemoteFiles.Room::free);
    }

    @Override
    public OptionalLong total() throws StorageException {
        return asked(RemoteFiles.Room::total);
    }

    /** Some servers say that they can tell, and then cannot. */
    private OptionalLong asked(ToLongFunction<RemoteFiles.Room> part) throws StorageException {
        try {
            return OptionalLong.of(part.applyAsLong(question.ask()));
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.UNSUPPORTED) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }
}
