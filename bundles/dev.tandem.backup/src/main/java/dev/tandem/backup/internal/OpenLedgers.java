package dev.tandem.backup.internal;

import dev.tandem.backup.Ledger;
import dev.tandem.backup.Ledgers;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.internal.store.LedgerFiles;
import java.util.Optional;

/** The ledgers of an open repository. */
record OpenLedgers(LedgerFiles files, Guard guard) implements Ledgers {
    @Override
    public Optional<Ledger> of(Snapshot snapshot) throws RepositoryException {
        return guard.looking(() -> {
            Optional<Ledger> own = files.load(snapshot.id());
            return own.isEmpty() && snapshot.original().isPresent() ? files.load(snapshot.original().get()) : own;
        });
    }
}
