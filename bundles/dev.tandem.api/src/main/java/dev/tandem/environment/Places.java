package dev.tandem.environment;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The folders of this installation. Unless it says otherwise each exists when it is asked for, open to its owner only; a
 * folder that cannot be made throws {@link java.io.UncheckedIOException}.
 */
@ProviderType
public interface Places {
    /** Everything this installation writes lies below. */
    Path data();

    /** JSON that people may edit. */
    Path config();

    /** Machine state: databases. */
    Path catalog();

    /** Secrets, closed to everybody else. */
    Path secrets();

    /** Log files. */
    Path logs();

    /** Files that may be deleted at any time while nothing runs. */
    Path cache();

    /** The embedded default repository; it need not exist yet. */
    Path defaultRepository();

    /** The folder jars of others are dropped into; it need not exist yet. */
    default Path plugins() {
        return data().resolve("plugins");
    }

    /** Returns the product's version, {@code 0.1.0}. */
    String productVersion();
}
