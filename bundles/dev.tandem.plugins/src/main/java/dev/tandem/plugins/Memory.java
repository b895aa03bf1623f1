package dev.tandem.plugins;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is remembered from one process to the next.
 *
 * @param jars     by the names of the files
 * @param disabled the names of plugins that a person switched off, and when
 */
record Memory(Map<String, Known> jars, Map<String, Instant> disabled) {
    static Memory empty() {
        return new Memory(new TreeMap<>(), new TreeMap<>());
    }

    Memory copy() {
        return new Memory(new TreeMap<>(jars), new TreeMap<>(disabled));
    }

    void put(Known jar) {
        jars.put(jar.seen().file(), jar);
    }

    /** Takes over what {@code ours} changed since it was {@code before}: another process may have changed something else. */
    void merge(Memory before, Memory ours) {
        merge(before.jars, ours.jars, jars);
        merge(before.disabled, ours.disabled, disabled);
    }

    private static <T> void merge(Map<String, T> before, Map<String, T> ours, Map<String, T> into) {
        ours.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                into.put(key, value);
            }
        });
        before.keySet().stream().filter(key -> !ours.containsKey(key)).forEach(into::remove);
    }

    Roster roster() {
        return Roster.of(jars.values(), Set.copyOf(disabled.keySet()));
    }
}
