package dev.tandem.tck;

import dev.tandem.storage.spi.StorageSession;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The contract, held by the storage in memory. */
class MemoryStorageTest extends StorageContract {
    private final Map<String, MemoryStorage> storages = new ConcurrentHashMap<>();

    @Override
    protected StorageSession open(String place) {
        return storages.computeIfAbsent(place, name -> new MemoryStorage());
    }
}
