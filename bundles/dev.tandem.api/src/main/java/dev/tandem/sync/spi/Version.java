package dev.tandem.sync.spi;

import dev.tandem.model.FileType;
import java.time.Instant;
import java.util.Objects;

/**
 * What one side has, as far as a decision needs it.
 *
 * @param type     what it is
 * @param size     bytes; 0 for anything but a file
 * @param modified last change of its content
 * @param content  text that is equal where content is: a digest, the target of a link; empty where it is not known
 */
public record Version(FileType type, long size, Instant modified, String content) {
    public Version {
        Objects.requireNonNull(type);
        Objects.requireNonNull(modified);
        Objects.requireNonNull(content);
    }
}
