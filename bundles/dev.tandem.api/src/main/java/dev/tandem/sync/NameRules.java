package dev.tandem.sync;

/**
 * When two names mean the same file.
 *
 * @param foldCase  names that differ in case only do, also where both file systems tell them apart
 * @param normalize names that differ in their Unicode form only do
 */
public record NameRules(boolean foldCase, boolean normalize) {
    /** Unicode forms do not matter; case does, unless a file system says otherwise. */
    public static final NameRules USUAL = new NameRules(false, true);
}
