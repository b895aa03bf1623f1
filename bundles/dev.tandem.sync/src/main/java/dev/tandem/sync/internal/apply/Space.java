package dev.tandem.sync.internal.apply;

import dev.tandem.storage.StorageException;
import java.io.IOException;
import java.util.List;

/** Tells failures for want of space from others. */
final class Space {
    // Neither Java nor POSIX tells it by anything but words.
    private static final List<String> WORDS = List.of("No space left on device", "Disk quota exceeded",
            "There is not enough space on the disk");

    private Space() { }

    static boolean isShort(IOException e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            String message = String.valueOf(at.getMessage());
            if (at instanceof StorageException storage && storage.kind() == StorageException.Kind.FULL
                    || WORDS.stream().anyMatch(message::contains)) {
                return true;
            }
        }
        return false;
    }
}
