package dev.tandem.backup.internal.engine;

import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.Ledger;
import dev.tandem.backup.Ledger.SourceSize;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotSummary;
import dev.tandem.backup.internal.engine.ledger.Shrinkage;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.LedgerFiles;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.Problem;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the sources with what the parent snapshot had of them: where no disk is mounted is an empty folder. */
final class ShrinkCheck {
    private static final Logger LOG = System.getLogger(ShrinkCheck.class.getName());

    private final Store store;
    private final LocalReader files;
    private final BackupRequest request;
    private final BackupTally tally;

    ShrinkCheck(Store store, LocalReader files, BackupRequest request, BackupTally tally) {
        this.store = store;
        this.files = files;
        this.request = request;
        this.tally = tally;
    }

    /** Tells of sources that became empty, and of those that lost more than a third. */
    void run(Snapshot parent, SnapshotSummary summary) {
        List<SourceSize> sizes = tally.omissions().sizes();
        List<SourceSize> left = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            RawPath source = sizes.get(i).path();
            if (sizes.get(i).files() > 0 || !becameEmpty(request.sources().get(i), source, parent)) {
                left.add(sizes.get(i));
            } else if (!request.acceptEmpty()) {
                tally.problem(Problem.error(source, "it is empty now and was not in the snapshot "
                        + parent.id().brief() + ". Mount its disk if it has one, and back up again; if it is meant to"
                        + " be empty, say so with --accept-empty"));
            }
        }
        boolean onlyOne = sizes.size() == 1 && parent.paths().equals(List.of(sizes.getFirst().path().toString()));
        if (onlyOne) {
            left.forEach(source -> compareWhole(source.path(), parent, summary));
        } else if (!left.isEmpty()) {
            compareEach(left, parent);
        }
    }

    private boolean becameEmpty(RawPath given, RawPath source, Snapshot parent) {
        try {
            return files.stat(source).isDirectory() && files.names(source).isEmpty()
                    && hadEntries(parent, SourceTree.recorded(given));
        } catch (IOException e) {
            // What cannot be read was told before.
            LOG.log(Level.DEBUG, () -> "not compared with the snapshot before: " + source, e);
            return false;
        }
    }

    private boolean hadEntries(Snapshot parent, RawPath path) throws IOException {
        SnapshotTrees trees = new SnapshotTrees(store.reader());
        try (TreeReader nodes = store.reader().openTree(trees.tree(parent, path))) {
            return nodes.next() != null;
        } catch (RepositoryException absent) {
            return false;
        }
    }

    private void compareWhole(RawPath source, Snapshot parent, SnapshotSummary now) {
        parent.summary().ifPresent(before -> compare(size(source, before), size(source, now), parent));
    }

    private static SourceSize size(RawPath source, SnapshotSummary summary) {
        return new SourceSize(source, summary.totalFilesProcessed(), summary.totalBytesProcessed());
    }

    /** Of several sources only the ledger knows what each had. */
    private void compareEach(List<SourceSize> sizes, Snapshot parent) {
        Optional<Ledger> ledger = Optional.empty();
        try {
            ledger = new LedgerFiles(store).load(parent.id());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the sources cannot be compared with the snapshot before: {0}", e.getMessage());
        }
        Map<RawPath, SourceSize> before = new HashMap<>();
        ledger.ifPresent(known -> known.sources().forEach(size -> before.put(size.path(), size)));
        sizes.stream().filter(now -> before.containsKey(now.path()))
                .forEach(now -> compare(before.get(now.path()), now, parent));
    }

    private void compare(SourceSize before, SourceSize now, Snapshot parent) {
        Shrinkage.sentence(before, now, parent)
                .ifPresent(sentence -> tally.problem(Problem.warning(now.path(), sentence)));
    }
}
