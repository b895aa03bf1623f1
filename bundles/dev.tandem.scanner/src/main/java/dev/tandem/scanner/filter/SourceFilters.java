package dev.tandem.scanner.filter;

import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.PathPatterns;
import dev.tandem.scan.SourceFilter;
import dev.tandem.scan.SourceRules;
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
    public SourceFilter forSource(SourceRules rules, RawPath source) throws IOException {
        PatternList ignoringCase = new PatternList(rules.ignoreCaseExcludes(), true);
        PatternList exact = new PatternList(rules.excludes(), false);
        List<MarkerRule> markers = rules.excludeIfPresent().stream()
                .map(text -> new MarkerRule(text, reader)).toList();
        Optional<FileSystemRule> fileSystem = rules.oneFileSystem()
                ? Optional.of(new FileSystemRule(source, reader)) : Optional.empty();
        return new CompiledRules(ignoringCase, exact, markers, rules.excludeLargerThan(), fileSystem);
    }

    @Override
    public PathPatterns patterns(List<String> patterns, boolean ignoreCase) {
        return new PatternList(patterns, ignoreCase);
    }

    private record CompiledRules(PatternList ignoringCase, PatternList exact, List<MarkerRule> markers, long sizeLimit,
            Optional<FileSystemRule> fileSystem) implements SourceFilter {
        @Override
        public Optional<String> excludedByName(RawPath path) {
            Optional<String> rule = ignoringCase.rule(path);
            return rule.isPresent() ? rule : exact.rule(path);
        }

        @Override
        public Optional<String> excluded(RawPath path, FileStat stat) {
            if (sizeLimit >= 0 && stat.isFile() && stat.size() > sizeLimit) {
                return Optional.of("larger than " + sizeLimit + " bytes");
            }
            if (fileSystem.isPresent() && fileSystem.get().excludes(path, stat)) {
                return Optional.of("on another file system");
            }
            for (MarkerRule marker : markers) {
                if (marker.excludes(path)) {
                    return Optional.of(marker.text());
                }
            }
            return Optional.empty();
        }
    }
}
