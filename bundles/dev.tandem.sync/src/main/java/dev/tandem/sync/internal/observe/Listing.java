package dev.tandem.sync.internal.observe;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.plan.Names;
import dev.tandem.sync.internal.replica.Replica;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** What one side has in a directory, by key. */
final class Listing {
    private static final Listing NOTHING = new Listing(Map.of());

    private final Map<RawName, Item> items;

    private Listing(Map<RawName, Item> items) {
        this.items = items;
    }

    /** Returns the listing of a directory that is not there. */
    static Listing nothing() {
        return NOTHING;
    }

    /** Lists a directory, all of it or not at all. Of names that mean the same path none can be told to be the one. */
    static Listing of(Replica replica, RawPath directory, Names names) throws IOException {
        Map<RawName, Item> items = new HashMap<>();
        for (Replica.Entry entry : replica.list(directory)) {
            RawName key = names.key(entry.name());
            Item twin = items.put(key, entry.item());
            if (twin != null) {
                items.put(key, new Item.Unknown("several names in " + replica.describe(directory)
                        + " mean the same, '" + entry.name() + "' among them; rename one"));
            }
        }
        return new Listing(items);
    }

    Item get(RawName key) {
        return items.getOrDefault(key, Item.ABSENT);
    }

    boolean has(RawName key) {
        return items.containsKey(key);
    }

    Map<RawName, Item> items() {
        return items;
    }
}
