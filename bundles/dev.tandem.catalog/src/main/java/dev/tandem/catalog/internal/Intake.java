package dev.tandem.catalog.internal;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.TreeVisitor;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.FileType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings the trees of snapshots that the catalog does not have yet into it, each read once. */
final class Intake implements TreeVisitor {
    private final Catalog catalog;
    private final TreeNumbers numbers;
    private final int before;
    private final Set<Integer> retried;

    private Intake(Catalog catalog) {
        this.catalog = catalog;
        this.numbers = catalog.numbers();
        this.before = numbers.size();
        this.retried = catalog.unreadable();
    }

    /** Reads what is missing of {@code snapshots}, and once more what could not be read before. */
    static void run(Catalog catalog, Repository repository, List<Snapshot> snapshots, JobMonitor monitor)
            throws IOException {
        monitor.phase("indexing");
        Intake intake = new Intake(catalog);
        Set<Id> wanted = new HashSet<>();
        intake.retried.forEach(number -> wanted.add(intake.numbers.id(number)));
        Map<Id, Integer> roots = new HashMap<>();
        for (Snapshot snapshot : snapshots) {
            int claimed = intake.numbers.claim(snapshot.tree());
            if (claimed < 0) {
                wanted.add(snapshot.tree());
            }
            roots.put(snapshot.id(), Math.max(claimed, ~claimed));
        }
        try {
            repository.trees().walk(new ArrayList<>(wanted), intake, monitor);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        catalog.commit(intake.numbers, intake.before, roots);
    }

    @Override
    public Nodes tree(Id tree) {
        return new Nodes() {
            private final ListingWriter listing = new ListingWriter();

            @Override
            public boolean node(Node node) {
                int claimed = node.type() == FileType.DIRECTORY ? node.subtree().map(numbers::claim).orElse(-1) : -1;
                boolean fresh = claimed < -1;
                listing.add(node, fresh ? ~claimed : claimed);
                return fresh;
            }

            @Override
            public void end() {
                put(numbers.find(tree), listing.listing());
            }
        };
    }

    private synchronized void put(int number, byte[] listing) {
        try {
            catalog.put(number, listing);
            if (retried.contains(number)) {
                catalog.removeUnreadable(number);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void unreadable(Id tree, String reason) {
        try {
            catalog.putUnreadable(numbers.find(tree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
