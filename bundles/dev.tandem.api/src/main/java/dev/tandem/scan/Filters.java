package dev.tandem.scan;

import dev.tandem.model.RawPath;
import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Compiles filters. Thread-safe. */
@ProviderType
public interface Filters {
    /**
     * Compiles the rules for a source.
     *
     * @param source absolute path of the folder or file, whose file system {@code oneFileSystem} stays on
     * @throws IllegalArgumentException for a pattern that is malformed; the message quotes it
     * @throws IOException              when the source cannot be read
     */
    SourceFilter forSource(SourceRules rules, RawPath source) throws IOException;

    /**
     * Compiles patterns.
     *
     * @throws IllegalArgumentException for a pattern that is malformed; the message quotes it
     */
    PathPatterns patterns(List<String> patterns, boolean ignoreCase);
}
