package dev.tandem.scan;

import dev.tandem.model.RawPath;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A compiled list of {@link SelectionRule}s; the first that matches counts, what none matches takes part. Thread-safe. */
@ProviderType
public interface Selection {
    /** What a path has to do with a selection. */
    enum Part {
        /** It takes part. */
        IN,
        /** It does not, but something below it may. */
        BELOW,
        /** Neither it nor anything below takes part. */
        OUT
    }

    /** Tells whether a path takes part. */
    Part part(RawPath relative, boolean directory);

    /** Returns the rule that decides on a path, perhaps by a directory above it; empty where none does. */
    Optional<SelectionRule> decides(RawPath relative, boolean directory);
}
