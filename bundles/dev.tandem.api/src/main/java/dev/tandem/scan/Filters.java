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
     * Tells what a backup of {@code source} would do with a path, and which rule decides.
     *
     * @param source absolute path of the folder or file that is backed up
     * @param path   absolute path of the source or of something below
     * @throws IllegalArgumentException for a pattern that is malformed, or a path that is not in the source
     * @throws IOException              when the source cannot be read
     */
    Verdict explain(SourceRules rules, RawPath source, RawPath path) throws IOException;

    /**
     * Compiles patterns.
     *
     * @throws IllegalArgumentException for a pattern that is malformed; the message quotes it
     */
    PathPatterns patterns(List<String> patterns, boolean ignoreCase);
}
