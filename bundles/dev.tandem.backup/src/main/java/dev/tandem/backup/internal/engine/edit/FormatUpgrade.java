package dev.tandem.backup.internal.engine.edit;

import dev.tandem.backup.CheckReport;
import dev.tandem.backup.CheckReport.Finding;
import dev.tandem.backup.CheckRequest;
import dev.tandem.backup.Migration;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.internal.engine.Check;
import dev.tandem.backup.internal.store.Config;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.List;

/** Takes a repository from format 1 to format 2, which compresses; what is stored stays as it is and stays valid. */
public final class FormatUpgrade {
    private static final Migration UPGRADE = new Migration("upgrade_repo_v2", "upgrade a repository to version 2");

    private final Store store;
    private final RepositoryLock lock;
    private final JobMonitor monitor;

    /**
     * @param lock an exclusive one, held until this has ended
     */
    public FormatUpgrade(Store store, RepositoryLock lock, JobMonitor monitor) {
        this.store = store;
        this.lock = lock;
        this.monitor = monitor;
    }

    /** Returns what can be done to a repository with this config. */
    public static List<Migration> available(Config config) {
        return config.version() < Config.NEWEST_VERSION ? List.of(UPGRADE) : List.of();
    }

    /** Upgrades, unless the repository has that format or a check of it finds errors. */
    public void run(String name) throws IOException {
        if (!name.equals(UPGRADE.name())) {
            throw new RepositoryException(Kind.INVALID, "there is no migration '" + name + "'; 'migrate' without a name"
                    + " lists those that can be made");
        }
        if (available(store.config()).isEmpty()) {
            throw new RepositoryException(Kind.INVALID, "the repository has format " + store.config().version()
                    + " already");
        }
        CheckReport report = new Check(store, new CheckRequest(new CheckRequest.ReadData.None()), monitor).run();
        if (!report.clean()) {
            Finding first = report.findings().getFirst();
            throw new RepositoryException(Kind.DAMAGED, "nothing was changed, as a check found errors: " + first.file()
                    + ": " + first.message() + ". Run 'check', do what it says, then try again");
        }
        monitor.checkCancelled();
        lock.ensureHeld();
        store.upgrade();
    }
}
