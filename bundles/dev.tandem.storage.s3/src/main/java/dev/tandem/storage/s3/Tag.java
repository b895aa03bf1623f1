package dev.tandem.storage.s3;

import java.util.Optional;

/** ETags, which services quote or not. */
final class Tag {
    private Tag() { }

    /** Returns a tag without quotes; empty where the service gave none. */
    static Optional<String> bare(String tag) {
        return Optional.ofNullable(tag).map(text -> text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1) : text).filter(text -> !text.isEmpty());
    }

    static String quoted(String tag) {
        return "\"" + tag + "\"";
    }
}
