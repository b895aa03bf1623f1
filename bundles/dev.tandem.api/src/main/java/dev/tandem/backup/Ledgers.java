package dev.tandem.backup;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What the backups of a repository left out. */
@ProviderType
public interface Ledgers {
    /**
     * Returns the ledger of the backup that made a snapshot, or the one it was edited from; empty where another program
     * did, or a backup that could not store its ledger.
     */
    Optional<Ledger> of(Snapshot snapshot) throws RepositoryException;
}
