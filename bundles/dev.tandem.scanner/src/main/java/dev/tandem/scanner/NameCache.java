package dev.tandem.scanner;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/** Remembers the names of users or groups, of those without a name too. Thread-safe. */
public final class NameCache {
    /** A tree with more owners than this is looked up anew rather than remembered without bound. */
    private static final int LIMIT = 10_000;

    private final Map<Integer, String> names = new ConcurrentHashMap<>();
    private final IntFunction<String> lookUp;

    /** Remembers what {@code lookUp} answers, the empty string included. */
    public NameCache(IntFunction<String> lookUp) {
        this.lookUp = lookUp;
    }

    /** Returns the name of {@code id}. */
    public String name(int id) {
        String known = names.get(id);
        if (known != null) {
            return known;
        }
        String found = lookUp.apply(id);
        learn(id, found);
        return found;
    }

    /** Remembers a name that was met. */
    public void learn(int id, String name) {
        if (names.size() >= LIMIT) {
            names.clear();
        }
        names.put(id, name);
    }
}
