package dev.tandem.backup.internal.engine;

import static dev.tandem.backup.internal.engine.UnreadableSource.reading;

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
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.SourceFilter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
    private static final int BATCH_FILES = 64;
    private static final long BATCH_BYTES = 4 << 20;
    private static final int BATCHES_AHEAD = 128;

    /** Compiles the filter of one source. */
    @FunctionalInterface
    interface FilterSource {
        SourceFilter of(RawPath source) throws IOException;
    }

    private final LocalReader files;
    private final FilterSource filters;
    private final NodeSource nodes;
    private final EntrySaver entries;
    private final BlobReader reader;
    private final BlobWriter blobs;
    private final SaveWorkers workers;
    private final BackupTally tally;
    private final JobMonitor monitor;
    private final Semaphore ahead = new Semaphore(BATCHES_AHEAD);
    private Id root;

    Archiver(LocalReader files, FilterSource filters, NodeSource nodes, EntrySaver entries, BlobReader reader,
            BlobWriter blobs, SaveWorkers workers, BackupTally tally, JobMonitor monitor) {
        this.files = files;
        this.filters = filters;
        this.nodes = nodes;
        this.entries = entries;
        this.reader = reader;
        this.blobs = blobs;
        this.workers = workers;
        this.tally = tally;
        this.monitor = monitor;
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
            walkSources(sources, top, parentRoot);
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

    /** A walk over everything there is to save. */
    @FunctionalInterface
    private interface Walk {
        void run() throws IOException;
    }

    private Id finish(Walk walk) throws IOException {
        try {
            walk.run();
        } catch (IOException | RuntimeException e) {
            workers.fail(e);
        }
        workers.await();
        return root;
    }

    private OpenDirectory root() {
        return new OpenDirectory(Optional.empty(), null, RawPath.ROOT, Optional.empty(), this::complete);
    }

    private OpenDirectory open(OpenDirectory parent, Node node, RawPath path, Optional<Node> previous) {
        return new OpenDirectory(Optional.of(parent), node, path, previous, this::complete);
    }

    private void walkSources(SourceTree tree, OpenDirectory directory, Optional<Id> parentTree) throws IOException {
        try (ParentTree parent = openParent(parentTree)) {
            for (Map.Entry<RawName, SourceTree> child : tree.children().entrySet()) {
                RawPath path = child.getValue().real();
                Optional<Node> previous = parent.find(child.getKey());
                if (child.getValue().isSource()) {
                    walkSource(child.getKey(), path, previous, directory);
                } else {
                    walkAncestor(child.getKey(), child.getValue(), previous, directory);
                }
            }
        }
    }

    private void walkAncestor(RawName name, SourceTree tree, Optional<Node> previous, OpenDirectory directory)
            throws IOException {
        Node node;
        try {
            node = reading(() -> nodes.ancestor(name, tree.real()));
        } catch (UnreadableSource e) {
            unreadable(tree.real(), e);
            return;
        }
        OpenDirectory opened = open(directory, node, tree.real(), previous);
        walkSources(tree, opened, opened.previousTree());
        opened.close();
    }

    private void walkSource(RawName name, RawPath path, Optional<Node> previous, OpenDirectory directory)
            throws IOException {
        try {
            SourceFilter filter = reading(() -> filters.of(path));
            Optional<FoundEntry> found = look(name, path, previous, filter);
            if (found.isPresent() && found.get().stat().isDirectory()) {
                walkDirectory(found.get(), directory, filter);
            } else if (found.isPresent()) {
                saveBatch(directory, List.of(found.get()));
            }
        } catch (UnreadableSource e) {
            unreadable(path, e);
        }
    }

    private void walkDirectory(FoundEntry found, OpenDirectory parent, SourceFilter filter) throws IOException {
        Node node = reading(() -> nodes.node(found.name(), found.path(), found.stat()));
        List<RawName> names = reading(() -> files.names(found.path()));
        Collections.sort(names);
        OpenDirectory directory = open(parent, node, found.path(), found.previous());
        try (ParentTree previous = openParent(directory.previousTree())) {
            walkEntries(found.path(), names, previous, directory, filter);
        }
        directory.close();
    }

    private void walkEntries(RawPath path, List<RawName> names, ParentTree previous, OpenDirectory directory,
            SourceFilter filter) throws IOException {
        List<FoundEntry> batch = new ArrayList<>();
        long batchBytes = 0;
        for (RawName name : names) {
            monitor.checkCancelled();
            workers.throwFailure();
            RawPath child = path.child(name);
            Optional<Node> before = previous.find(name);
            Optional<FoundEntry> found = trying(child, () -> look(name, child, before, filter));
            boolean isDirectory = found.isPresent() && found.get().stat().isDirectory();
            if (found.isPresent() && !isDirectory) {
                batch.add(found.get());
                batchBytes += found.get().stat().size();
            }
            if (isDirectory || batch.size() >= BATCH_FILES || batchBytes >= BATCH_BYTES) {
                saveBatch(directory, batch);
                batch = new ArrayList<>();
                batchBytes = 0;
            }
            if (isDirectory) {
                trying(child, () -> walkDirectory(found.get(), directory, filter));
            }
        }
        saveBatch(directory, batch);
    }

    private Optional<FoundEntry> look(RawName name, RawPath path, Optional<Node> before, SourceFilter filter)
            throws UnreadableSource {
        if (filter.excludedByName(path).isPresent()) {
            return Optional.empty();
        }
        FileStat stat = reading(() -> files.stat(path));
        // Sockets mean nothing without the process that listens; restic leaves them out too.
        boolean out = filter.excluded(path, stat).isPresent() || stat.type() == FileType.SOCKET;
        return out ? Optional.empty() : Optional.of(new FoundEntry(name, path, stat, before));
    }

    /** A step that may find the source unreadable. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void trying(RawPath path, Step step) throws IOException {
        try {
            step.run();
        } catch (UnreadableSource e) {
            skip(path, e);
        }
    }

    private <T> Optional<T> trying(RawPath path, UnreadableSource.Reading<Optional<T>> step) throws IOException {
        try {
            return step.get();
        } catch (UnreadableSource e) {
            skip(path, e);
            return Optional.empty();
        }
    }

    private void skip(RawPath path, UnreadableSource e) {
        if (e.reason() instanceof NoSuchFileException) {
            tally.vanished(path);
        } else {
            unreadable(path, e);
        }
    }

    private void unreadable(RawPath path, UnreadableSource e) {
        tally.unreadable(path, Errors.reason(e.reason()));
    }

    private ParentTree openParent(Optional<Id> tree) throws IOException {
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

    private void saveBatch(OpenDirectory directory, List<FoundEntry> batch) throws IOException {
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
                trying(found.path(), () -> {
                    encoded.add(tools.encoder().encode(entries.save(found, tools.saver())));
                });
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

    private Optional<byte[]> complete(OpenDirectory directory, TreeBuilder builder) throws IOException {
        TreeBuilder.Saved tree = builder.save(blobs);
        tally.blob(BlobType.TREE, tree.plain(), tree.stored());
        if (directory.isRoot()) {
            root = tree.id();
            return Optional.empty();
        }
        Node node = nodes.withSubtree(directory.node(), tree.id());
        tally.directory(change(directory.previous(), node), directory.path());
        return Optional.of(workers.with(tools -> tools.encoder().encode(node)));
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
