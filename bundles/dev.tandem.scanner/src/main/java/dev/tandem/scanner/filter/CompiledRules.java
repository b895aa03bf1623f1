package dev.tandem.scanner.filter;

import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import dev.tandem.scan.SourceFilter;
import dev.tandem.scan.SourceRule;
import dev.tandem.scan.SourceRule.Kind;
import dev.tandem.scan.SourceRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of one source, ready to be asked by the million. */
record CompiledRules(PatternList ignoringCase, PatternList exact, List<MarkerRule> markers, long sizeLimit,
        Optional<FileSystemRule> fileSystem, Map<String, String> origins) implements SourceFilter {
    @Override
    public Optional<SourceRule> excludedByName(RawPath path) {
        Optional<PathPattern> caseless = ignoringCase.deciding(path);
        if (caseless.isPresent() && !caseless.get().negated()) {
            return rule(Kind.CASELESS_PATTERN, caseless.get().text());
        }
        Optional<PathPattern> decides = exact.deciding(path);
        return decides.isPresent() && !decides.get().negated() ? rule(Kind.PATTERN, decides.get().text())
                : Optional.empty();
    }

    /** Returns the pattern that keeps {@code path}, which no pattern leaves out, although an earlier one matches. */
    Optional<SourceRule> takenBack(RawPath path) {
        Optional<PathPattern> decides = exact.deciding(path);
        return decides.isPresent() ? rule(Kind.PATTERN, decides.get().text())
                : ignoringCase.deciding(path).flatMap(p -> rule(Kind.CASELESS_PATTERN, p.text()));
    }

    @Override
    public Optional<SourceRule> excluded(RawPath path, FileStat stat) {
        if (sizeLimit >= 0 && stat.isFile() && stat.size() > sizeLimit) {
            return rule(Kind.SIZE, Long.toString(sizeLimit));
        }
        if (fileSystem.isPresent() && fileSystem.get().excludes(path, stat)) {
            return rule(Kind.FILE_SYSTEM, "");
        }
        for (MarkerRule marker : markers) {
            if (marker.excludes(path)) {
                return rule(marker.text().equals(SourceRules.CACHE_TAG) ? Kind.CACHE : Kind.MARKER, marker.text());
            }
        }
        return Optional.empty();
    }

    private Optional<SourceRule> rule(Kind kind, String text) {
        return Optional.of(new SourceRule(kind, text, origins.getOrDefault(text, "")));
    }
}
