package dev.tandem.backup.internal.engine.ledger;

import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.scan.SourceFilter;
import dev.tandem.scan.SourceRule;
import dev.tandem.scan.SourceRule.Kind;
import java.util.Optional;

/** A filter that counts the files it lets through and notes what it does not. Thread-safe. */
final class WatchedFilter implements SourceFilter {
    private final SourceFilter filter;
    private final SourceMeter meter;
    private final Omissions omissions;
    /** The directory with a marker that was noted last: all its entries are asked for in a row. */
    private volatile RawPath marked;

    WatchedFilter(SourceFilter filter, SourceMeter meter, Omissions omissions) {
        this.filter = filter;
        this.meter = meter;
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
            meter.file(stat.size());
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
}
