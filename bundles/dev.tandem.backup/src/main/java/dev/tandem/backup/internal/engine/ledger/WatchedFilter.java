package dev.tandem.backup.internal.engine.ledger;

import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.scan.SourceFilter;
import dev.tandem.scan.SourceRule;
import dev.tandem.scan.SourceRule.Kind;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** The filter of a source, which counts what it lets through and notes what it does not. Thread-safe. */
final class WatchedFilter implements SourceFilter {
    private final RawPath source;
    private final SourceFilter filter;
    private final Omissions omissions;
    private final LongAdder files = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    /** The directory with a marker that was noted last: all its entries are asked for in a row. */
    private volatile RawPath marked;

    WatchedFilter(RawPath source, SourceFilter filter, Omissions omissions) {
        this.source = source;
        this.filter = filter;
        this.omissions = omissions;
    }

    @Override
    public Optional<SourceRule> excludedByName(RawPath path) {
        Optional<SourceRule> rule = filter.excludedByName(path);
        if (rule.isPresent()) {
            omissions.excluded(path, rule.get());
        }
        return rule;
    }

    @Override
    public Optional<SourceRule> excluded(RawPath path, FileStat stat) {
        Optional<SourceRule> rule = filter.excluded(path, stat);
        if (rule.isPresent()) {
            note(path, rule.get());
        } else if (stat.type() == FileType.SOCKET) {
            omissions.socket(path);
        } else if (stat.isFile()) {
            files.increment();
            bytes.add(stat.size());
        }
        return rule;
    }

    private void note(RawPath path, SourceRule rule) {
        if (rule.kind() != Kind.MARKER && rule.kind() != Kind.CACHE) {
            omissions.excluded(path, rule);
            return;
        }
        RawPath directory = path.parent().orElse(path);
        if (!directory.equals(marked)) {
            marked = directory;
            omissions.excluded(directory, rule);
        }
    }

    RawPath source() {
        return source;
    }

    long files() {
        return files.sum();
    }

    long bytes() {
        return bytes.sum();
    }
}
