package dev.tandem.sync;

/** What is done with symbolic links. They are never followed. */
public enum LinkRule {
    /** Each link is kept as it is. */
    KEEP,
    /** Links that point outside their folder, or are absolute, are skipped and reported. */
    PORTABLE,
    /** Links are not looked at. */
    IGNORE
}
