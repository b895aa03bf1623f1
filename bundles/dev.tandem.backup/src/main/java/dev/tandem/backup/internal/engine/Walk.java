package dev.tandem.backup.internal.engine;

import static dev.tandem.backup.internal.engine.UnreadableSource.reading;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.internal.engine.BackupTally.Change;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.SourceFilter;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The walk over the sources of a backup, depth first and in order of names, on one thread. What it finds goes to an
 * {@link Archiver}, except for directories that the {@link TreeMemory} tells to be unchanged.
 */
final class Walk {
    /** About 40 MB of entries; when more would be held back, they are saved instead. */
    private static final int MOST_HELD = 100_000;

    /** Compiles the filter of one source. */
    @FunctionalInterface
    interface FilterSource {
        SourceFilter of(RawPath source) throws IOException;
    }

    /** What the walk works with. */
    record Tools(LocalReader files, FilterSource filters, NodeSource nodes, TreeMemory memory, BackupTally tally,
            JobMonitor monitor) { }

    private final Archiver archiver;
    private final LocalReader files;
    private final FilterSource filters;
    private final NodeSource nodes;
    private final TreeMemory memory;
    private final BackupTally tally;
    private final JobMonitor monitor;
    private final Fingerprint.Form form;
    private int held;

    Walk(Archiver archiver, Tools tools) {
        this.archiver = archiver;
        this.files = tools.files;
        this.filters = tools.filters;
        this.nodes = tools.nodes;
        this.memory = tools.memory;
        this.tally = tools.tally;
        this.monitor = tools.monitor;
        this.form = new Fingerprint.Form(files);
    }

    Fingerprint.Form form() {
        return form;
    }

    TreeMemory memory() {
        return memory;
    }

    /** Counts one more entry as held back; tells whether there may be more of them. */
    boolean mayHoldAnother() {
        held++;
        return held < MOST_HELD;
    }

    void heldNoMore(int entries) {
        held -= entries;
    }

    /** Walks everything below a directory that leads to sources. */
    void sources(SourceTree tree, OpenDirectory directory, Optional<Id> parentTree) throws IOException {
        try (ParentTree parent = archiver.openParent(parentTree)) {
            for (Map.Entry<RawName, SourceTree> child : tree.children().entrySet()) {
                RawPath path = child.getValue().real();
                Optional<Node> previous = parent.find(child.getKey());
                if (child.getValue().isSource()) {
                    source(child.getKey(), path, previous, directory);
                } else {
                    ancestor(child.getKey(), child.getValue(), previous, directory);
                }
            }
        }
    }

    private void ancestor(RawName name, SourceTree tree, Optional<Node> previous, OpenDirectory directory)
            throws IOException {
        Node node;
        try {
            node = reading(() -> nodes.ancestor(name, tree.real()));
        } catch (UnreadableSource e) {
            tally.unreadable(tree.real(), e);
            return;
        }
        OpenDirectory opened = archiver.open(directory, node, tree.real(), previous);
        sources(tree, opened, opened.previousTree());
        opened.close();
    }

    private void source(RawName name, RawPath path, Optional<Node> previous, OpenDirectory holder) throws IOException {
        try {
            SourceFilter filter = reading(() -> filters.of(path));
            Optional<FoundEntry> found = look(name, path, filter);
            if (found.isPresent() && found.get().stat().isDirectory()) {
                Visited visited = directory(place(found.get()),
                        (_, node) -> archiver.open(holder, node, path, previous), filter);
                if (visited.known().isPresent()) {
                    archiver.saveKnown(holder, visited.node(), path, visited.known().get(), previous);
                }
            } else if (found.isPresent()) {
                archiver.saveBatch(holder, List.of(found.get().withPrevious(previous)));
            }
        } catch (UnreadableSource e) {
            tally.unreadable(path, e);
        }
    }

    /**
     * A directory that was walked.
     *
     * @param node  its node without its tree
     * @param known its tree if nothing in it differs; else it is on its way into the directory above
     */
    private record Visited(Node node, Optional<Id> known) { }

    /** A directory, and what is known of the file system it is on. */
    private record Place(FoundEntry directory, boolean keepsChangeTimes) { }

    private Place place(FoundEntry directory) {
        return new Place(directory, files.keepsChangeTimes(directory.path(), directory.stat()));
    }

    /** Returns where a directory in {@code parent} is; the system is asked only where another file system begins. */
    private Place below(Place parent, FoundEntry directory) {
        return directory.stat().device() == parent.directory.stat().device()
                ? new Place(directory, parent.keepsChangeTimes) : place(directory);
    }

    private Visited directory(Place place, WalkedDirectory.Opening above, SourceFilter filter) throws IOException {
        FoundEntry found = place.directory;
        Node node = reading(() -> nodes.node(found.name(), found.path(), found.stat()));
        List<RawName> names = reading(() -> files.names(found.path()));
        Collections.sort(names);
        try (WalkedDirectory directory = new WalkedDirectory(archiver, this, above, found, node)) {
            if (!place.keepsChangeTimes) {
                directory.forget();
            } else if (memory.isEmpty()) {
                directory.open();
            }
            for (RawName name : names) {
                entry(place, name, directory, filter);
            }
            return new Visited(node, directory.end());
        }
    }

    private void entry(Place parent, RawName name, WalkedDirectory directory, SourceFilter filter)
            throws IOException {
        monitor.checkCancelled();
        archiver.throwFailure();
        RawPath path = parent.directory.path().child(name);
        try {
            Optional<FoundEntry> found = look(name, path, filter);
            if (found.isEmpty()) {
                return;
            }
            FoundEntry entry = found.get();
            if (entry.stat().isDirectory()) {
                directory.look(entry);
                Visited visited = directory(below(parent, entry),
                        (_, node) -> directory.openBelow(name, node, entry), filter);
                if (visited.known().isPresent()) {
                    directory.known(entry, visited.node(), visited.known().get());
                }
            } else {
                if (entry.stat().device() != parent.directory.stat().device()) {
                    // Mounted over: its times are another file system's.
                    directory.forget();
                }
                directory.leaf(entry);
            }
        } catch (UnreadableSource e) {
            directory.forget();
            tally.skipped(path, e);
        }
    }

    private Optional<FoundEntry> look(RawName name, RawPath path, SourceFilter filter) throws UnreadableSource {
        if (filter.excludedByName(path).isPresent()) {
            return Optional.empty();
        }
        FileStat stat = reading(() -> files.stat(path));
        // Sockets mean nothing without the process that listens; restic leaves them out too.
        boolean out = filter.excluded(path, stat).isPresent() || stat.type() == FileType.SOCKET;
        return out ? Optional.empty() : Optional.of(new FoundEntry(name, path, stat, Optional.empty()));
    }

    /** Counts an entry of a directory in which nothing differs. */
    void countUnmodified(FoundEntry entry) {
        if (entry.stat().isDirectory()) {
            tally.directory(Change.UNMODIFIED, entry.path());
        } else if (entry.stat().isFile()) {
            tally.progress(entry.stat().size());
            tally.file(Change.UNMODIFIED, entry.path(), entry.stat().size());
        }
    }
}
