package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.model.RawName;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A directory while it is walked. As long as everything in it is as the last backup saw it, its entries are held back; if
 * that holds to the end its tree is known, and nothing in it was looked up in the parent snapshot, read or encoded. At
 * the first difference it is opened, and before it those above it, and what was held back is saved in order. Used by the
 * walking thread.
 */
final class WalkedDirectory implements AutoCloseable {
    private static final int BATCH_FILES = 64;
    private static final long BATCH_BYTES = 4 << 20;

    /** Opens a directory for entries to be saved in it. */
    @FunctionalInterface
    interface Opening {
        OpenDirectory open(RawName name, Node node) throws IOException;
    }

    /** What is held back. */
    private sealed interface Held {
        /** An entry that is no directory. */
        record Leaf(FoundEntry entry) implements Held { }

        /** A directory in which nothing differs. */
        record Known(FoundEntry entry, Node node, Id tree) implements Held { }
    }

    private final Archiver archiver;
    private final Walk walk;
    private final Opening above;
    private final FoundEntry found;
    private final Node node;
    private final MessageDigest entries = Hashing.newSha256();
    private List<Held> held = new ArrayList<>();
    private OpenDirectory open;
    private ParentTree previous;
    private List<FoundEntry> batch = new ArrayList<>();
    private long batchBytes;
    private boolean memorable = true;

    /**
     * @param above opens this in the directory above
     * @param node  its node without its tree
     */
    WalkedDirectory(Archiver archiver, Walk walk, Opening above, FoundEntry found, Node node) {
        this.archiver = archiver;
        this.walk = walk;
        this.above = above;
        this.found = found;
        this.node = node;
    }

    /** Says that what this looks like does not tell what is in it, so that it is neither recalled nor remembered. */
    void forget() throws IOException {
        memorable = false;
        open();
    }

    /** Takes the next entry that is no directory. */
    void leaf(FoundEntry entry) throws IOException {
        look(entry);
        if (open == null) {
            hold(new Held.Leaf(entry));
        } else {
            save(entry);
        }
    }

    /** Says that the next entry is a directory, which {@link #known} may follow. */
    void look(FoundEntry entry) {
        walk.form().add(entry.name(), entry.stat(), entries);
    }

    /** Takes a directory in which nothing differs. */
    void known(FoundEntry entry, Node directory, Id tree) throws IOException {
        if (open == null) {
            hold(new Held.Known(entry, directory, tree));
        } else {
            saveKnown(directory, entry, tree);
        }
    }

    private void hold(Held entry) throws IOException {
        held.add(entry);
        if (!walk.mayHoldAnother()) {
            open();
        }
    }

    /** Opens the directory, if it is not, for entries that have to be saved. */
    void open() throws IOException {
        if (open != null) {
            return;
        }
        open = above.open(found.name(), node);
        previous = archiver.openParent(open.previousTree());
        List<Held> waiting = release();
        for (Held each : waiting) {
            switch (each) {
                case Held.Leaf(FoundEntry entry) -> save(entry);
                case Held.Known(FoundEntry entry, Node directory, Id tree) -> saveKnown(directory, entry, tree);
            }
        }
    }

    private List<Held> release() {
        List<Held> released = held;
        held = List.of();
        walk.heldNoMore(released.size());
        return released;
    }

    /** Opens a directory in this one. */
    OpenDirectory openBelow(RawName name, Node directory, FoundEntry entry) throws IOException {
        open();
        saveBatch();
        return archiver.open(open, directory, entry.path(), previous.find(name));
    }

    private void save(FoundEntry entry) throws IOException {
        batch.add(entry.withPrevious(previous.find(entry.name())));
        batchBytes += entry.stat().size();
        if (batch.size() >= BATCH_FILES || batchBytes >= BATCH_BYTES) {
            saveBatch();
        }
    }

    private void saveKnown(Node directory, FoundEntry entry, Id tree) throws IOException {
        saveBatch();
        archiver.saveKnown(open, directory, entry.path(), tree, previous.find(entry.name()));
    }

    private void saveBatch() throws IOException {
        archiver.saveBatch(open, batch);
        batch = new ArrayList<>();
        batchBytes = 0;
    }

    /** Says that this was all; returns the tree if nothing in it differs, else it will be saved. */
    Optional<Id> end() throws IOException {
        byte[] digest = entries.digest();
        if (open == null) {
            Optional<Id> tree = walk.memory().recall(fingerprint(digest));
            if (tree.isPresent()) {
                walk.memory().remember(fingerprint(digest), tree.get());
                release().forEach(this::countUnmodified);
                return tree;
            }
            open();
        }
        saveBatch();
        open.close(memorable ? Optional.of(digest) : Optional.empty());
        return Optional.empty();
    }

    private Fingerprint fingerprint(byte[] digest) {
        Fingerprint.Sum sum = new Fingerprint.Sum();
        for (Held each : held) {
            if (each instanceof Held.Known(_, _, Id tree)) {
                sum.subtree(tree);
            }
        }
        return sum.of(digest);
    }

    private void countUnmodified(Held each) {
        switch (each) {
            case Held.Leaf(FoundEntry entry) -> walk.countUnmodified(entry);
            case Held.Known(FoundEntry entry, _, _) -> walk.countUnmodified(entry);
        }
    }

    @Override
    public void close() throws IOException {
        release();
        if (previous != null) {
            previous.close();
        }
    }
}
