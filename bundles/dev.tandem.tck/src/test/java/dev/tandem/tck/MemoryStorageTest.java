package dev.tandem.tck;

import dev.tandem.storage.spi.StorageSession;

/** The contract, held by the storage in memory. */
class MemoryStorageTest extends StorageContract {
    private final MemoryStorage storage = new MemoryStorage();

    @Override
    protected StorageSession open() {
        return storage;
    }
}
