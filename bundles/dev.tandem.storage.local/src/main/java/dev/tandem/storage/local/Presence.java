package dev.tandem.storage.local;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the volume a session was opened on is still there: what takes its place must not be taken for it. */
interface Presence {
    /** Of folders whose volume nobody has named: that they are there is all there is to know. */
    Presence UNKNOWN = () -> { };

    /** @throws StorageException {@code UNREACHABLE} when it has gone */
    void check() throws StorageException;

    /** Returns the presence of what is mounted at {@code folder}, or the nearest folder above it, now. */
    static Presence of(Path folder, String volume) throws StorageException {
        Object device = device(folder, volume);
        return () -> {
            if (!device.equals(device(folder, volume))) {
                throw gone(volume, null);
            }
        };
    }

    private static Object device(Path folder, String volume) throws StorageException {
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            return Files.getAttribute(there, "unix:dev");
        } catch (IOException e) {
            throw gone(volume, e);
        }
    }

    private static StorageException gone(String volume, IOException cause) {
        return new StorageException(Kind.UNREACHABLE, "the volume " + volume + " was taken away; plug it in again", cause);
    }
}
