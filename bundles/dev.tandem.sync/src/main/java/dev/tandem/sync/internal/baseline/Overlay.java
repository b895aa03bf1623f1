package dev.tandem.sync.internal.baseline;

import dev.tandem.model.RawName;
import dev.tandem.sync.internal.model.Base;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiConsumer;

/** Tells of the entries of a listing, by key, as they are with changes that are not in it yet. For one thread. */
final class Overlay implements BiConsumer<RawName, Base> {
    private final Iterator<Map.Entry<RawName, Optional<Base>>> changes;
    private final BiConsumer<RawName, Base> sink;
    /** Null behind the last. */
    private Map.Entry<RawName, Optional<Base>> next;

    Overlay(SortedMap<RawName, Optional<Base>> changes, BiConsumer<RawName, Base> sink) {
        this.changes = changes.entrySet().iterator();
        this.sink = sink;
        step();
    }

    private void step() {
        next = changes.hasNext() ? changes.next() : null;
    }

    private void tell() {
        if (next.getValue().isPresent()) {
            sink.accept(next.getKey(), next.getValue().get());
        }
        step();
    }

    /** Is told of each entry of the listing. */
    @Override
    public void accept(RawName key, Base stored) {
        while (next != null && next.getKey().compareTo(key) < 0) {
            tell();
        }
        if (next != null && next.getKey().equals(key)) {
            tell();
        } else {
            sink.accept(key, stored);
        }
    }

    /** Is told that the listing has no more. */
    void end() {
        while (next != null) {
            tell();
        }
    }
}
