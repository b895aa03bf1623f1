package dev.tandem.sync.internal.merge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Three-way merge of entries with keys, whatever their order: each key for itself.
 *
 * @param <V> what a key has
 */
abstract class Entries<V> {
    /** Tells whether two values mean the same. */
    abstract boolean same(V one, V other);

    /** Merges what all three have; empty where the sides do not agree. */
    abstract Optional<V> both(V base, V first, V second);

    /**
     * Merges. The entries come in the order of the first side; what only the second one has comes after what it comes
     * after there.
     *
     * @return empty where both sides changed an entry, and not alike
     */
    Optional<LinkedHashMap<String, V>> merge(Map<String, V> base, Map<String, V> first, Map<String, V> second) {
        LinkedHashMap<String, V> merged = new LinkedHashMap<>();
        for (String key : order(base, first, second)) {
            V before = base.get(key);
            V one = first.get(key);
            V other = second.get(key);
            if (before != null && one != null && other != null) {
                Optional<V> value = both(before, one, other);
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                merged.put(key, value.get());
            } else if (one != null && other != null) {
                if (!same(one, other)) {
                    return Optional.empty();
                }
                merged.put(key, one);
            } else {
                V present = one == null ? other : one;
                if (before == null) {
                    merged.put(key, present);
                } else if (!same(before, present)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(merged);
    }

    private static <V> List<String> order(Map<String, V> base, Map<String, V> first, Map<String, V> second) {
        Map<String, List<String>> followers = new HashMap<>();
        List<String> pending = new ArrayList<>();
        List<String> current = pending;
        for (String key : second.keySet()) {
            if (first.containsKey(key)) {
                current = followers.computeIfAbsent(key, unknown -> new ArrayList<>());
            } else {
                current.add(key);
            }
        }
        List<String> order = new ArrayList<>();
        for (String key : first.keySet()) {
            if (base.containsKey(key)) {
                order.addAll(pending);
                pending.clear();
            }
            order.add(key);
            pending.addAll(followers.getOrDefault(key, List.of()));
        }
        order.addAll(pending);
        return order;
    }
}
