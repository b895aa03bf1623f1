package dev.tandem.backup;

import dev.tandem.model.RawPath;
import dev.tandem.scan.SourceRules;
import java.util.List;

/**
 * What one backup left out, and why. What lies below a folder that was left out is not listed by itself.
 *
 * @param snapshot  the snapshot the backup made
 * @param rules     the rules it went by
 * @param sources   how much each source held, of what was to be backed up
 * @param counts    how often each cause left something out: exact, whatever {@code cut} says
 * @param omissions what was left out, in the order it was met
 * @param cut       whether there was more than {@code omissions} lists
 */
public record Ledger(Id snapshot, SourceRules rules, List<SourceSize> sources, List<Count> counts,
        List<Omission> omissions, boolean cut) {

    /** Why something is left out of a backup. */
    public enum Reason {
        /** A pattern matches its path. */
        PATTERN,
        /** A file beside it says so; the folder that holds both is listed. */
        MARKER,
        /** It lies in a folder marked as a cache; that folder is listed. */
        CACHE,
        /** The file is larger than the limit. */
        SIZE,
        /** It is on another file system than its source. */
        FILE_SYSTEM,
        /** It could not be read. */
        UNREADABLE,
        /** It was deleted while the backup ran. */
        VANISHED,
        /** It is a socket. */
        SPECIAL,
        /** Its content is not on this machine but with a cloud service, on systems that have such files. */
        PLACEHOLDER
    }

    /**
     * What left something out.
     *
     * @param reason the kind of cause
     * @param detail the rule as a person wrote it, or why something could not be read; possibly empty
     * @param origin where the rule came from; empty where that is not known or there is no rule
     */
    public record Cause(Reason reason, String detail, String origin) { }

    /** How often a cause left something out. */
    public record Count(Cause cause, long count) { }

    /** Something that was left out. */
    public record Omission(RawPath path, Cause cause) { }

    /** How many regular files a source held, and their size, before any was read. */
    public record SourceSize(RawPath path, long files, long bytes) { }

    public Ledger {
        sources = List.copyOf(sources);
        counts = List.copyOf(counts);
        omissions = List.copyOf(omissions);
    }
}
