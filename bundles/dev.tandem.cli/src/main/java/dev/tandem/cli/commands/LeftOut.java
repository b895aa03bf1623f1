package dev.tandem.cli.commands;

import dev.tandem.backup.Ledger.Cause;
import dev.tandem.cli.Units;
import dev.tandem.scan.SourceRule;
import dev.tandem.scan.SourceRules;

/** Words for why something is left out of a backup. */
final class LeftOut {
    private LeftOut() { }

    /** Returns what a ledger says left something out: {@code the pattern '*.o' (--exclude)}. */
    static String because(Cause cause) {
        return switch (cause.reason()) {
            case PATTERN -> pattern(cause.detail(), cause.origin());
            case MARKER -> marker(cause.detail(), cause.origin());
            case CACHE -> cache(cause.origin());
            case SIZE -> size(cause.detail());
            case FILE_SYSTEM -> "on another file system than its source (--one-file-system)";
            case UNREADABLE -> "cannot be read: " + cause.detail();
            case VANISHED -> "deleted while the backup ran";
            case SPECIAL -> "a socket, which means nothing without its process";
            case PLACEHOLDER -> "its content is not on this machine";
        };
    }

    /** Returns what a rule says of what it leaves out, in the same words. */
    static String because(SourceRule rule) {
        return switch (rule.kind()) {
            case PATTERN, CASELESS_PATTERN -> pattern(rule.text(), rule.origin());
            case MARKER -> marker(rule.text(), rule.origin());
            case CACHE -> cache(rule.origin());
            case SIZE -> size(rule.text());
            case FILE_SYSTEM -> "on another file system than its source (--one-file-system)";
        };
    }

    private static String pattern(String text, String origin) {
        return "the pattern '" + text + "'" + from(origin);
    }

    private static String marker(String text, String origin) {
        return "the file '" + text.split(":", 2)[0] + "' beside it" + from(origin);
    }

    private static String cache(String origin) {
        return "a cache, says " + SourceRules.CACHE_TAG.split(":", 2)[0] + from(origin);
    }

    private static String size(String limit) {
        return "larger than " + Units.size(Long.parseLong(limit)) + " (--exclude-larger-than)";
    }

    private static String from(String origin) {
        return origin.isEmpty() ? "" : " (" + origin + ")";
    }
}
