package dev.tandem.catalog.internal;

import dev.tandem.backup.Id;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** IDs, and beginnings of IDs, that are asked for by the million. */
final class IdPrefixes {
    private static final int DIGITS_OF_LONG = 16;

    /** A beginning; {@code bits} of {@code mask} are its first digits, as far as a long holds them. */
    private record Prefix(long bits, long mask, String text) {
        boolean fits(Id id) {
            return (id.a() & mask) == bits && (text.length() <= DIGITS_OF_LONG || id.toString().startsWith(text));
        }
    }

    private final Set<Id> whole = new HashSet<>();
    private final List<Prefix> beginnings = new ArrayList<>();

    /**
     * @throws IllegalArgumentException for what is no beginning of an ID
     */
    IdPrefixes(List<String> texts) {
        for (String text : texts) {
            if (Id.isId(text)) {
                whole.add(Id.parse(text));
            } else {
                beginnings.add(prefix(text));
            }
        }
    }

    private static Prefix prefix(String text) {
        String first = text.substring(0, Math.min(text.length(), DIGITS_OF_LONG));
        int unused = Long.SIZE - 4 * first.length();
        return new Prefix(Long.parseUnsignedLong(first, DIGITS_OF_LONG) << unused, -1L << unused, text);
    }

    boolean isEmpty() {
        return whole.isEmpty() && beginnings.isEmpty();
    }

    boolean contains(Id id) {
        if (whole.contains(id)) {
            return true;
        }
        for (Prefix prefix : beginnings) {
            if (prefix.fits(id)) {
                return true;
            }
        }
        return false;
    }
}
