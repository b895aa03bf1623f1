package dev.tandem.scan;

/**
 * One of the {@link SourceRules}, as it decided on a path.
 *
 * @param kind   what it looks at
 * @param text   as a person wrote it: a pattern, {@code NAME} or {@code NAME:HEADER}, a number of bytes; empty for
 *               {@link Kind#FILE_SYSTEM}
 * @param origin where it came from, as {@link SourceRules#origins} has it; empty where that is not known
 */
public record SourceRule(Kind kind, String text, String origin) {
    /** What a rule looks at. */
    public enum Kind {
        /** The path. */
        PATTERN,
        /** The path, without regard to case. */
        CASELESS_PATTERN,
        /** A file beside the entry. */
        MARKER,
        /** The file beside the entry that marks a cache ({@link SourceRules#CACHE_TAG}). */
        CACHE,
        /** The size of a file. */
        SIZE,
        /** The file system the entry is on. */
        FILE_SYSTEM
    }
}
