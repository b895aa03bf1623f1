package dev.tandem.scanner.filter;

import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.PathPatterns;
import dev.tandem.scan.SourceRules;
import dev.tandem.scan.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Compiles the rules of a source to the semantics of restic 0.18. */
@Component
public final class SourceFilters implements Filters {
    private final LocalReader reader;

    /** Makes filters that look at the disk through {@code reader}. */
    @Activate
    public SourceFilters(@Reference LocalReader reader) {
        this.reader = reader;
    }

    @Override
    public CompiledRules forSource(SourceRules rules, RawPath source) throws IOException {
        PatternList ignoringCase = new PatternList(rules.ignoreCaseExcludes(), true);
        PatternList exact = new PatternList(rules.excludes(), false);
        List<MarkerRule> markers = rules.excludeIfPresent().stream()
                .map(text -> new MarkerRule(text, reader)).toList();
        Optional<FileSystemRule> fileSystem = rules.oneFileSystem()
                ? Optional.of(new FileSystemRule(source, reader)) : Optional.empty();
        return new CompiledRules(ignoringCase, exact, markers, rules.excludeLargerThan(), fileSystem, rules.origins());
    }

    @Override
    public Verdict explain(SourceRules rules, RawPath source, RawPath path) throws IOException {
        return new Explanation(reader, forSource(rules, source), source).of(path);
    }

    @Override
    public PathPatterns patterns(List<String> patterns, boolean ignoreCase) {
        return new PatternList(patterns, ignoreCase);
    }
}
