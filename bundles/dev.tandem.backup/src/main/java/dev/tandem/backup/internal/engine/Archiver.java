package dev.tandem.backup.internal.engine;


import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.internal.engine.BackupTally.Change;
import dev.tandem.backup.internal.engine.OpenDirectory.Slot;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Saves sources as trees: the calling thread walks them depth first and in order of names, workers save what it finds in
 * batches, and whoever saves the last entry of a directory saves the directory. How far the walk may run ahead is
 * bounded; since slots are written in the order of the walk, waiting for an earlier one cannot deadlock.
 */
final class Archiver {
    private static final int BATCHES_AHEAD = 128;

    private final Walk.Tools walk;
    private final NodeSource nodes;
    private final EntrySaver entries;
    private final BlobReader reader;
    private final BlobWriter blobs;
    private final SaveWorkers workers;
    private final BackupTally tally;
    private final JobMonitor monitor;
    private final Semaphore ahead = new Semaphore(BATCHES_AHEAD);
    private Id root;

    Archiver(Walk.Tools walk, EntrySaver entries, BlobReader reader, BlobWriter blobs, SaveWorkers workers) {
        this.walk = walk;
        this.nodes = walk.nodes();
        this.entries = entries;
        this.reader = reader;
        this.blobs = blobs;
        this.workers = workers;
        this.tally = walk.tally();
        this.monitor = walk.monitor();
    }

    /**
     * Saves all sources.
     *
     * @param parentRoot root tree of the parent snapshot
     * @return the root tree
     */
    Id save(SourceTree sources, Optional<Id> parentRoot) throws IOException {
        OpenDirectory top = root();
        return finish(() -> {
            new Walk(this, walk).sources(sources, top, parentRoot);
            top.close();
        });
    }

    /**
     * Saves a stream as the only file of a snapshot, in directories made up for its path.
     *
     * @param path      absolute path it gets
     * @param file      metadata it gets
     * @param directory metadata the directories get
     */
    Id save(RawPath path, FileSaver.Source stream, FileStat file, FileStat directory) throws IOException {
        return finish(() -> {
            List<OpenDirectory> opened = new ArrayList<>(List.of(root()));
            List<RawName> names = path.names();
            for (RawName name : names.subList(0, names.size() - 1)) {
                opened.add(open(opened.getLast(), nodes.made(name, directory), path, Optional.empty()));
            }
            OpenDirectory holder = opened.getLast();
            Slot slot = holder.announce(() -> { });
            workers.submit(tools -> {
                FileSaver.Saved saved = tools.saver().save(stream);
                Node node = nodes.withContent(nodes.made(path.name(), file), saved.content(), saved.size());
                tally.file(Change.NEW, path, saved.size());
                holder.fill(slot, List.of(tools.encoder().encode(node)));
            });
            for (OpenDirectory each : opened.reversed()) {
                each.close();
            }
        });
    }

    /** Work that announces everything there is to save. */
    @FunctionalInterface
    private interface Announcing {
        void run() throws IOException;
    }

    private Id finish(Announcing announcing) throws IOException {
        try {
            announcing.run();
        } catch (IOException | RuntimeException e) {
            workers.fail(e);
        }
        workers.await();
        return root;
    }

    private OpenDirectory root() {
        return new OpenDirectory(Optional.empty(), null, RawPath.ROOT, Optional.empty(), this::complete);
    }

    /** Opens a directory in {@code parent}, to which it will be added when it is closed and all in it is saved. */
    OpenDirectory open(OpenDirectory parent, Node node, RawPath path, Optional<Node> previous) {
        return new OpenDirectory(Optional.of(parent), node, path, previous, this::complete);
    }

    /** Opens a directory of the parent snapshot, as one without entries where it cannot be read. */
    ParentTree openParent(Optional<Id> tree) throws IOException {
        if (tree.isEmpty()) {
            return ParentTree.EMPTY;
        }
        try {
            return new ParentTree(reader.openTree(tree.get()), e -> parentUnreadable(tree.get(), e));
        } catch (IOException e) {
            parentUnreadable(tree.get(), e);
            return ParentTree.EMPTY;
        }
    }

    private void parentUnreadable(Id tree, IOException e) {
        tally.problem(Problem.warning("tree " + tree.brief(),
                "the parent snapshot cannot be read here, so files are read again: " + e.getMessage()));
    }

    /** Throws what ended the run, if anything did. */
    void throwFailure() throws IOException {
        workers.throwFailure();
    }

    /** Adds a directory whose tree the repository has. */
    void saveKnown(OpenDirectory parent, Node directory, RawPath path, Id tree, Optional<Node> previous)
            throws IOException {
        Slot slot = parent.announce(() -> { });
        parent.fill(slot, savedDirectory(directory, path, tree, previous));
    }

    private OpenDirectory.Saved savedDirectory(Node directory, RawPath path, Id tree, Optional<Node> previous)
            throws IOException {
        Node node = nodes.withSubtree(directory, tree);
        tally.directory(change(previous, node), path);
        return new OpenDirectory.Saved(workers.with(tools -> tools.encoder().encode(node)), tree);
    }

    /** Saves neighbouring entries that are no directories. */
    void saveBatch(OpenDirectory directory, List<FoundEntry> batch) throws IOException {
        if (batch.isEmpty()) {
            return;
        }
        awaitTurn();
        Slot slot = directory.announce(ahead::release);
        workers.submit(tools -> {
            List<byte[]> encoded = new ArrayList<>(batch.size());
            for (FoundEntry found : batch) {
                monitor.checkCancelled();
                monitor.current(found.path());
                try {
                    encoded.add(tools.encoder().encode(entries.save(found, tools.saver())));
                } catch (UnreadableSource e) {
                    directory.lacks();
                    tally.skipped(found.path(), e);
                }
            }
            directory.fill(slot, encoded);
        });
    }

    private void awaitTurn() throws IOException {
        try {
            // A worker that failed gives no turn back, so look up from time to time.
            while (!ahead.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                monitor.checkCancelled();
                workers.throwFailure();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    private Optional<OpenDirectory.Saved> complete(OpenDirectory directory, TreeBuilder builder) throws IOException {
        TreeBuilder.Saved tree = builder.save(blobs);
        tally.blob(BlobType.TREE, tree.plain(), tree.stored());
        if (directory.isRoot()) {
            root = tree.id();
            return Optional.empty();
        }
        directory.fingerprint().ifPresent(fingerprint -> walk.memory().remember(fingerprint, tree.id()));
        return Optional.of(savedDirectory(directory.node(), directory.path(), tree.id(), directory.previous()));
    }

    private static Change change(Optional<Node> previous, Node now) {
        if (previous.isEmpty() || previous.get().type() != FileType.DIRECTORY) {
            return Change.NEW;
        }
        Node before = previous.get();
        boolean same = before.subtree().equals(now.subtree()) && before.stat().modified().equals(now.stat().modified())
                && before.stat().changed().equals(now.stat().changed())
                && before.attributes().equals(now.attributes());
        return same ? Change.UNMODIFIED : Change.CHANGED;
    }
}
