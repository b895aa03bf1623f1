package dev.tandem.backup.internal.engine.prune;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.internal.TestStore;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.backup.internal.store.TimedLocks;
import dev.tandem.job.JobMonitor;
import dev.tandem.storage.StorageException;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PackRemovalTest {
    @Test
    void aFailureOfTheLockEndsItAtOnce() throws IOException {
        MemoryStorage storage = new MemoryStorage();
        TestStore.create(storage);
        FaultyStorage failing = new FaultyStorage(storage, FaultPlan.NONE.at(FaultPlan.Call.STAT, 2,
                new Fault.Failure(new StorageException(StorageException.Kind.FAILED, "no network yet"))), 1);
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        try (Store store = Store.open(storage, TestStore.PASSWORD.toCharArray());
                RepositoryLock lock = TimedLocks.exclusive(store, new RepositoryFiles(failing), now::get)) {
            for (int i = 0; i < 100; i++) {
                store.files().write(FileKind.PACK, new byte[] {(byte) i});
            }
            now.set(now.get().plus(Duration.ofMinutes(40)));
            PackRemoval removal = new PackRemoval(store.files(), lock, JobMonitor.SILENT);
            assertThrows(StorageException.class, () -> removal.remove(store.files().list(FileKind.PACK)));
            int left = store.files().list(FileKind.PACK).size();
            assertTrue(left > 90, "only what was under way may go, but left are " + left);
        }
    }
}
