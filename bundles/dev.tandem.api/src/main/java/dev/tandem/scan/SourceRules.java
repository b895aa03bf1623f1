package dev.tandem.scan;

import java.util.List;
import java.util.Map;

/**
 * What of a source is left out. Patterns are restic's: split on {@code /}; anchored when they start with {@code /},
 * else matching at any depth; {@code *}, {@code ?}, {@code [..]} within a name, {@code **} any number of names; a match
 * of a directory covers all below; {@code !} takes back what an earlier pattern left out, the last match wins.
 *
 * @param excludes            patterns
 * @param ignoreCaseExcludes  patterns matched without regard to case
 * @param excludeIfPresent    {@code NAME} or {@code NAME:HEADER}: a directory is left out, but for that file, where it
 *                            holds the file NAME, which starts with HEADER
 * @param excludeLargerThan   regular files of more bytes than this are left out; -1 for no limit
 * @param oneFileSystem       directories on other file systems than their source are left out
 * @param origins             where patterns and markers came from, as a person finds it ({@code --exclude}, {@code line
 *                            3 of excludes.txt}), by their text; those that are not in it came from somewhere unknown
 */
public record SourceRules(List<String> excludes, List<String> ignoreCaseExcludes, List<String> excludeIfPresent,
        long excludeLargerThan, boolean oneFileSystem, Map<String, String> origins) {
    /** Leaves nothing out. */
    public static final SourceRules EVERYTHING = new SourceRules(List.of(), List.of(), List.of(), -1, false);

    /** The rule of the Cache Directory Tagging Specification, for {@code excludeIfPresent}. */
    public static final String CACHE_TAG = "CACHEDIR.TAG:Signature: 8a477f597d28d172789f06886806bc55";

    public SourceRules {
        excludes = List.copyOf(excludes);
        ignoreCaseExcludes = List.copyOf(ignoreCaseExcludes);
        excludeIfPresent = List.copyOf(excludeIfPresent);
        origins = Map.copyOf(origins);
    }

    /** Rules whose origin is not known. */
    public SourceRules(List<String> excludes, List<String> ignoreCaseExcludes, List<String> excludeIfPresent,
            long excludeLargerThan, boolean oneFileSystem) {
        this(excludes, ignoreCaseExcludes, excludeIfPresent, excludeLargerThan, oneFileSystem, Map.of());
    }
}
