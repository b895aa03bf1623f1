package dev.tandem.backup.internal.store;

import dev.tandem.backup.Id;
import dev.tandem.backup.Ledger;
import dev.tandem.backup.internal.store.SideFiles.Subject;
import java.io.IOException;
import java.util.Optional;

/** The ledgers of a repository, each by the ID of its snapshot. Thread-safe. */
public record LedgerFiles(Store store) {
    /** Returns the ledger of a snapshot, empty where there is none. */
    public Optional<Ledger> load(Id snapshot) throws IOException {
        Optional<byte[]> sealed = store.sideFiles().read(Subject.LEDGER, snapshot);
        return sealed.isEmpty() ? Optional.empty()
                : Optional.of(LedgerJson.decode(snapshot, store.sealedFiles().open(sealed.get())));
    }

    /** Stores a ledger. */
    public void save(Ledger ledger) throws IOException {
        byte[] sealed = store.sealedFiles().seal(LedgerJson.encode(ledger));
        store.sideFiles().write(Subject.LEDGER, ledger.snapshot(), sealed);
    }
}
