package dev.tandem.scanner.filter;

import dev.tandem.model.RawPath;
import dev.tandem.scan.PathPatterns;
import java.io.File;
import java.util.List;
import java.util.Optional;

/** Patterns of which the last that matches decides. */
final class PatternList implements PathPatterns {
    private final List<PathPattern> patterns;
    private final boolean ignoreCase;

    PatternList(List<String> patterns, boolean ignoreCase) {
        boolean windows = File.separatorChar == '\\';
        this.ignoreCase = ignoreCase;
        this.patterns = patterns.stream().filter(text -> !text.isEmpty())
                .map(text -> PathPattern.compile(text, ignoreCase, windows)).toList();
    }

    @Override
    public boolean matches(RawPath path) {
        return deciding(path).filter(pattern -> !pattern.negated()).isPresent();
    }

    /** Returns the pattern that decides on {@code path}: the last that matches, which may be one that takes back. */
    Optional<PathPattern> deciding(RawPath path) {
        if (patterns.isEmpty()) {
            return Optional.empty();
        }
        SplitPath split = SplitPath.of(path, ignoreCase);
        for (int i = patterns.size() - 1; i >= 0; i--) {
            PathPattern pattern = patterns.get(i);
            if (pattern.matches(split)) {
                return Optional.of(pattern);
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean mayMatchBelow(RawPath directory) {
        if (patterns.isEmpty()) {
            return false;
        }
        SplitPath split = SplitPath.ofDirectory(directory, ignoreCase);
        for (int i = patterns.size() - 1; i >= 0; i--) {
            PathPattern pattern = patterns.get(i);
            if (pattern.negated() ? pattern.matches(split) : pattern.mayMatchBelow(split)) {
                return !pattern.negated();
            }
        }
        return false;
    }
}
