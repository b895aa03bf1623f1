package dev.tandem.scan;

import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Compiled {@link SourceRules} for one source. Thread-safe. */
@ProviderType
public interface SourceFilter {
    /**
     * Returns the rule that leaves {@code path} out by its name alone; empty when none does. What lies below a
     * directory that is left out need not be asked for.
     *
     * @param path absolute path of the entry
     */
    Optional<SourceRule> excludedByName(RawPath path);

    /**
     * Returns the rule that leaves out an entry that passed {@link #excludedByName}: size, file system, or a marker
     * file in its directory.
     */
    Optional<SourceRule> excluded(RawPath path, FileStat stat);
}
