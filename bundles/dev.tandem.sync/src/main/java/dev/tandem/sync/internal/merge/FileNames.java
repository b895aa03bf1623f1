package dev.tandem.sync.internal.merge;

import dev.tandem.model.RawPath;
import java.util.Locale;
import java.util.Set;

/**
 * What files of a kind are called, in any case.
 *
 * @param extensions what follows the last dot
 * @param names      whole names
 */
record FileNames(Set<String> extensions, Set<String> names) {
    /** Returns the names made of words in two texts. */
    static FileNames of(String extensions, String names) {
        return new FileNames(words(extensions), words(names));
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    /** Tells whether a file is called so. */
    boolean match(RawPath path) {
        String name = path.name().toString().toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        return names.contains(name) || dot > 0 && extensions.contains(name.substring(dot + 1));
    }
}
