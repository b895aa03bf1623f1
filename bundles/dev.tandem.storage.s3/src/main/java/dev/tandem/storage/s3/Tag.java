package dev.tandem.storage.s3;

import java.util.Optional;
import java.util.regex.Pattern;

/** ETags, which services quote or not. */
final class Tag {
    private static final Pattern PLAIN = Pattern.compile("[!#-)+\\--~]+");

    private Tag() { }

    /** Tells whether a service takes this for a tag: for a star it takes any. */
    static boolean isPlain(String tag) {
        return PLAIN.matcher(tag).matches();
    }

    /** Returns a tag without quotes; empty where the service gave none. */
    static Optional<String> bare(String tag) {
        return Optional.ofNullable(tag).map(text -> text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1) : text).filter(text -> !text.isEmpty());
    }

    static String quoted(String tag) {
        return "\"" + tag + "\"";
    }
}
