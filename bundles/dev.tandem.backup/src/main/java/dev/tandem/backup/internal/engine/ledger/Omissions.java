package dev.tandem.backup.internal.engine.ledger;

import dev.tandem.backup.Id;
import dev.tandem.backup.Ledger;
import dev.tandem.backup.Ledger.Cause;
import dev.tandem.backup.Ledger.Count;
import dev.tandem.backup.Ledger.Omission;
import dev.tandem.backup.Ledger.Reason;
import dev.tandem.backup.Ledger.SourceSize;
import dev.tandem.model.RawPath;
import dev.tandem.scan.SourceFilter;
import dev.tandem.scan.SourceRule;
import dev.tandem.scan.SourceRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes note of what a backup leaves out: of each cause how often, and what it was as long as there is room.
 * Thread-safe.
 */
public final class Omissions {
    private static final int MAX_LISTED = 10_000;
    private static final int MAX_BYTES = 1 << 20;
    /** Reasons why files cannot be read are words of the system and could be without number. */
    private static final int MAX_CAUSES = 1000;

    private final Map<Cause, Long> counts = new LinkedHashMap<>();
    private final List<Omission> listed = new ArrayList<>();
    private final List<SourceMeter> sources;
    private long bytes;
    private boolean cut;

    /** Takes note of a backup of these sources, absolute paths. */
    public Omissions(List<RawPath> sources) {
        this.sources = sources.stream().map(SourceMeter::new).toList();
    }

    /**
     * Returns a filter such that what it says is noted here.
     *
     * @param path what it is the filter of: a source, or an entry of a source that names no directory of its own
     */
    public SourceFilter watching(RawPath path, SourceFilter filter) {
        SourceMeter meter = sources.stream().filter(source -> path.startsWith(source.path())).findFirst()
                .orElseGet(() -> new SourceMeter(path));
        return new WatchedFilter(filter, meter, this);
    }

    /** Something could not be read. */
    public void unreadable(RawPath path, String why) {
        add(path, new Cause(Reason.UNREADABLE, why, ""));
    }

    /** Something was deleted before it could be read. */
    public void vanished(RawPath path) {
        add(path, new Cause(Reason.VANISHED, "", ""));
    }

    /** Something is a socket. */
    void socket(RawPath path) {
        add(path, new Cause(Reason.SPECIAL, "", ""));
    }

    /** A rule leaves something out. */
    void excluded(RawPath path, SourceRule rule) {
        Reason reason = switch (rule.kind()) {
            case PATTERN, CASELESS_PATTERN -> Reason.PATTERN;
            case MARKER -> Reason.MARKER;
            case CACHE -> Reason.CACHE;
            case SIZE -> Reason.SIZE;
            case FILE_SYSTEM -> Reason.FILE_SYSTEM;
        };
        add(path, new Cause(reason, rule.text(), rule.origin()));
    }

    private synchronized void add(RawPath path, Cause cause) {
        boolean known = counts.containsKey(cause) || counts.size() < MAX_CAUSES;
        Cause counted = known ? cause : new Cause(cause.reason(), "", "");
        counts.merge(counted, 1L, Long::sum);
        cut |= listed.size() >= MAX_LISTED || bytes + path.length() > MAX_BYTES;
        if (!cut) {
            listed.add(new Omission(path, counted));
            bytes += path.length();
        }
    }

    /** Returns how much of each source was to be backed up so far; one that lies in another is counted with that. */
    public List<SourceSize> sizes() {
        return sources.stream().map(SourceMeter::size).toList();
    }

    /** Returns the ledger of the backup that made a snapshot. */
    public synchronized Ledger ledger(Id snapshot, SourceRules rules) {
        return new Ledger(snapshot, rules, sizes(),
                counts.entrySet().stream().map(count -> new Count(count.getKey(), count.getValue())).toList(), listed,
                cut);
    }
}
