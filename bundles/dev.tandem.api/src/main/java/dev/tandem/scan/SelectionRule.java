package dev.tandem.scan;

import java.util.Objects;

/**
 * One line of a filter of paths below a folder, in the syntax of rclone's filters: {@code *} and {@code ?} within a name,
 * {@code **} any part of a path, {@code [..]}, {@code {a,b}}, a regular expression in doubled braces; anchored at the
 * folder when it starts with {@code /}, else matching the end of a path; a directory and all below when it ends with
 * {@code /} or {@code /**}.
 *
 * @param include    whether what it matches takes part
 * @param pattern    what it matches
 * @param ignoreCase whether case does not matter
 * @param origin     where it came from, as a person finds it; empty where that is not known
 */
public record SelectionRule(boolean include, String pattern, boolean ignoreCase, String origin) {
    public SelectionRule {
        Objects.requireNonNull(pattern);
        Objects.requireNonNull(origin);
    }
}
