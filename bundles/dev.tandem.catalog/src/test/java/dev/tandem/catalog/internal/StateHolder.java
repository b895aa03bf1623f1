package dev.tandem.catalog.internal;

import dev.tandem.catalog.StateStore;
import java.nio.file.Path;

/** Holds a store of state open until it is killed; run in a process of its own. */
final class StateHolder {
    private StateHolder() { }

    public static void main(String[] arguments) throws Exception {
        FileStateStores stores = new FileStateStores(new OneFolder(Path.of(arguments[0])));
        try (StateStore store = stores.open(arguments[1], 1).orElseThrow()) {
            store.map("map").put(new byte[] {1}, new byte[] {1});
            System.out.println("open");
            Thread.sleep(600_000);
        }
    }
}
