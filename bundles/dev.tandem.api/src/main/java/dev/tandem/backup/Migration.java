package dev.tandem.backup;

/**
 * A change of a repository's format that can be made.
 *
 * @param name    what it is called, as restic calls it
 * @param summary what it does, in a few words
 */
public record Migration(String name, String summary) { }
