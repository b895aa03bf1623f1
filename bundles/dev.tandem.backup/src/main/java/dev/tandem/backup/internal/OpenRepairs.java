package dev.tandem.backup.internal;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.IndexRepair;
import dev.tandem.backup.PackRepair;
import dev.tandem.backup.Recovery;
import dev.tandem.backup.Repairs;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.internal.engine.repair.BlobSource;
import dev.tandem.backup.internal.engine.repair.Healing;
import dev.tandem.backup.internal.engine.repair.IndexRebuild;
import dev.tandem.backup.internal.engine.repair.PackSalvage;
import dev.tandem.backup.internal.engine.repair.Recover;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The repairs of an open repository. */
final class OpenRepairs implements Repairs {
    private final Guard guard;
    private final Store store;
    private final String program;

    OpenRepairs(Guard guard, Store store, String program) {
        this.guard = guard;
        this.store = store;
        this.program = program;
    }

    @Override
    public IndexRepair index(boolean readAllPacks, JobMonitor monitor) throws RepositoryException {
        return guard.exclusively(lock -> new IndexRebuild(store, lock, readAllPacks, monitor).run());
    }

    @Override
    public PackRepair packs(List<String> packs, JobMonitor monitor) throws RepositoryException {
        return guard.exclusively(lock -> {
            try (PackSalvage salvage = new PackSalvage(store, lock, BlobSource.NONE, monitor)) {
                monitor.phase("salvaging packs");
                salvage.empty(named(packs));
                return salvage.drop();
            }
        });
    }

    @Override
    public PackRepair heal(Repository source, List<String> packs, JobMonitor monitor) throws RepositoryException {
        if (!(source instanceof OpenRepository other) || source.info().location().equals(guard.location())) {
            throw new RepositoryException(Kind.INVALID, "a repository is healed with another one, at another location");
        }
        return other.reading(theirs -> guard.exclusively(
                lock -> heal(BlobSource.of(theirs.index(), theirs.reader()), lock, packs, monitor)));
    }

    private PackRepair heal(BlobSource source, RepositoryLock lock, List<String> packs, JobMonitor monitor)
            throws IOException {
        try (PackSalvage salvage = new PackSalvage(store, lock, source, monitor)) {
            return DeepStack.call(() -> new Healing(store, salvage, monitor).run(named(packs)));
        }
    }

    @Override
    public Recovery recover(boolean forgetDamaged, JobMonitor monitor) throws RepositoryException {
        return guard.exclusively(lock -> DeepStack.call(
                () -> new Recover(store, lock, program, monitor).run(forgetDamaged)));
    }

    /** Returns the packs people name by the beginnings of their IDs, also those that only the index knows. */
    private Set<Id> named(List<String> names) throws IOException {
        Set<Id> all = new TreeSet<>(store.index().packs());
        store.files().list(FileKind.PACK).forEach(file -> all.add(file.id()));
        Set<Id> packs = new TreeSet<>();
        for (String name : names) {
            List<Id> matching = all.stream().filter(id -> !name.isEmpty() && id.toString().startsWith(name)).toList();
            if (matching.size() != 1) {
                throw new RepositoryException(Kind.NOT_FOUND, matching.isEmpty()
                        ? "there is no pack '" + name + "'; 'tandem check --read-data' names the damaged ones"
                        : "'" + name + "' is the beginning of " + matching.size() + " packs; give more digits");
            }
            packs.add(matching.getFirst());
        }
        return packs;
    }
}
