package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.RestoreReport;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.RestoreRequest.Overwrite;
import dev.tandem.backup.SnapshotEntry;
import dev.tandem.backup.internal.engine.PendingFile.Start;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scan.LocalWriter.TargetFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One restore. The snapshot is walked once; files gather in windows whose content is restored pack by pack; directories
 * get their metadata when everything in them is done (restic repository format, restore notes).
 */
public final class Restore {
    /** Which names one file has in the snapshot's source. */
    private record HardLink(long device, long inode) { }

    /** The name of a file that was restored first. */
    private record FirstName(RawPath path, Node node) { }

    private final Store store;
    private final BlobReader reader;
    private final BlobIndex index;
    private final LocalReader files;
    private final LocalWriter writer;
    private final RestoreRequest request;
    private final Selection selection;
    private final JobMonitor monitor;
    private final RestoreTally tally;

    private final Map<HardLink, FirstName> firstNames = new HashMap<>();
    private RestoreWindow window = new RestoreWindow();
    private WindowRestorer windows;

    /** Restores what the patterns of {@code request} select. */
    public Restore(Store store, LocalReader files, LocalWriter writer, Filters filters, RestoreRequest request,
            JobMonitor monitor) throws IOException {
        this(store, files, writer, Selection.of(filters, request.includes(), request.excludes()), request, monitor);
    }

    /** Restores what {@code selection} selects, whatever the patterns of {@code request} say. */
    public Restore(Store store, LocalReader files, LocalWriter writer, Selection selection, RestoreRequest request,
            JobMonitor monitor) throws IOException {
        this.store = store;
        this.reader = store.reader();
        this.index = store.index();
        this.files = files;
        this.writer = writer;
        this.request = request;
        this.selection = selection;
        this.monitor = monitor;
        this.tally = new RestoreTally(monitor);
    }

    /** Restores. */
    public RestoreReport run() throws IOException {
        try (WindowRestorer restorer = new WindowRestorer(store, files, writer, request, tally, monitor)) {
            windows = restorer;
            TargetDirectory top = top();
            SnapshotTrees trees = new SnapshotTrees(reader);
            if (request.path().names().isEmpty()) {
                restoreEntries(request.snapshot().tree(), RawPath.ROOT, top);
            } else {
                SnapshotEntry entry = trees.entry(request.snapshot(), request.path());
                if (entry.node().subtree().isPresent()) {
                    restoreEntries(entry.node().subtree().get(), RawPath.ROOT, top);
                } else {
                    restoreEntry(entry.node(), RawPath.ROOT, top);
                }
            }
            windows.restore(window);
            windows.await();
        }
        return tally.report();
    }

    private TargetDirectory top() throws IOException {
        if (!request.dryRun()) {
            try {
                Files.createDirectories(request.target().toPath());
            } catch (FileSystemException e) {
                throw new RepositoryException(Kind.INVALID, "the target folder " + request.target()
                        + " cannot be made: " + Errors.reason(e), e);
            }
        }
        return new TargetDirectory(request.target());
    }

    private void restoreEntries(Id tree, RawPath path, TargetDirectory directory) throws IOException {
        Set<RawName> present = new HashSet<>();
        try (TreeReader nodes = reader.openTree(tree)) {
            Depth.refuseEndless(path);
            for (Node node; (node = nodes.next()) != null;) {
                monitor.checkCancelled();
                if (request.delete()) {
                    present.add(node.name());
                }
                restoreEntry(node, path, directory);
            }
        } catch (DamagedException e) {
            tally.problem(directory.path(), "what is below cannot be restored: " + e.getMessage());
            return;
        }
        if (request.delete() && (directory.isReady() || selection.selects(path))) {
            deleteOthers(directory.path(), path, present);
        }
    }

    private void restoreEntry(Node node, RawPath parent, TargetDirectory directory) throws IOException {
        RawPath path = parent.child(node.name());
        RawPath target = directory.path().child(node.name());
        boolean selected = selection.selects(path);
        try {
            switch (node.type()) {
                case DIRECTORY -> restoreDirectory(node, path, directory, selected);
                case SOCKET, IRREGULAR -> { }
                default -> {
                    if (selected) {
                        directory.ensure(files, writer, request.dryRun());
                        // Nothing can be in the way in a directory that was made just now.
                        restoreLeaf(node, target, directory.isMade() ? Optional.empty() : windows.stat(target));
                    }
                }
            }
        } catch (FileSystemException e) {
            tally.problem(target, "cannot be restored: " + Errors.reason(e));
        }
    }

    private void restoreDirectory(Node node, RawPath path, TargetDirectory parent, boolean selected)
            throws IOException {
        TargetDirectory directory = new TargetDirectory(parent, node);
        if (selected) {
            directory.ensure(files, writer, request.dryRun());
        }
        if (node.subtree().isPresent() && selection.mayReachBelow(path)) {
            restoreEntries(node.subtree().get(), path, directory);
        }
        if (directory.isReady()) {
            window.leave(directory);
            passOnWhenFull();
        }
    }

    private void restoreLeaf(Node node, RawPath path, Optional<FileStat> there) throws IOException {
        monitor.current(path);
        if (there.isPresent() && !mayReplace(there.get(), node)) {
            tally.skipped(path, node.stat().size());
            return;
        }
        if (PendingFile.hasFurtherNames(node)) {
            HardLink link = new HardLink(node.stat().device(), node.stat().inode());
            FirstName first = firstNames.putIfAbsent(link, new FirstName(path, node));
            // Names of different content belong to a file that was replaced while it was backed up.
            if (first != null && first.node.content().equals(node.content())) {
                window.link(path, first.path);
                return;
            }
        }
        if (node.type() == FileType.FILE) {
            restoreFile(node, path, there);
        } else {
            restoreSpecial(node, path, there);
        }
    }

    private boolean mayReplace(FileStat there, Node node) {
        return switch (request.overwrite()) {
            case ALWAYS, IF_CHANGED -> true;
            case IF_NEWER -> node.stat().modified().isAfter(there.modified());
            case NEVER -> false;
        };
    }

    private void restoreSpecial(Node node, RawPath path, Optional<FileStat> there) throws IOException {
        if (!request.dryRun()) {
            if (there.isPresent()) {
                writer.delete(path);
            }
            if (node.type() == FileType.SYMLINK) {
                writer.createSymlink(path, node.linkTarget());
            } else {
                writer.createSpecial(path, node.type(), node.stat().rawDevice());
            }
            windows.setMetadata(path, node);
        }
        tally.restored(path, 0);
    }

    private void restoreFile(Node node, RawPath path, Optional<FileStat> there) throws IOException {
        // Writing into a file with further names would change those too.
        boolean inPlace = there.isPresent() && there.get().isFile() && there.get().links() <= 1;
        boolean believed = inPlace && request.overwrite() == Overwrite.IF_CHANGED
                && there.get().size() == node.stat().size()
                && there.get().modified().equals(node.stat().modified());
        if (believed) {
            if (!request.dryRun()) {
                windows.setMetadata(path, node);
            }
            tally.unchanged(path, node.stat().size());
            return;
        }
        if (request.dryRun()) {
            tally.restored(path, node.stat().size());
            return;
        }
        if (there.isPresent() && !inPlace) {
            writer.delete(path);
        }
        // The thread that writes a file's only blob makes it too, which opens it once instead of twice.
        boolean later = !inPlace && node.content().size() == 1 && !request.sparse();
        PendingFile file = new PendingFile(path, node, inPlace ? Start.OLDER : later ? Start.ABSENT : Start.EMPTY);
        if (inPlace) {
            wantDifferent(file);
        } else {
            wantAll(file);
        }
        window.add(file);
        passOnWhenFull();
    }

    private void passOnWhenFull() throws IOException {
        if (window.isFull()) {
            windows.restore(window);
            window = new RestoreWindow();
        }
    }

    private void wantAll(PendingFile file) throws IOException {
        List<Id> content = file.node().content();
        if (file.start() == Start.ABSENT) {
            want(file, content.getFirst(), 0);
            return;
        }
        try (TargetFile made = writer.createFile(file.path())) {
            long position = 0;
            for (Id blob : content) {
                want(file, blob, position);
                position += Math.max(0, index.plainSize(BlobType.DATA, blob));
            }
            if (request.sparse()) {
                made.setSize(position);
            }
        }
    }

    private void wantDifferent(PendingFile file) throws IOException {
        long position = 0;
        try (TargetFile existing = writer.openFile(file.path())) {
            for (Id blob : file.node().content()) {
                int length = (int) Math.max(0, index.plainSize(BlobType.DATA, blob));
                byte[] have = new byte[length];
                boolean same = existing.read(have, 0, length, position) == length
                        && Hashing.sha256(have).equals(blob);
                if (same) {
                    tally.progress(length, 0);
                } else {
                    want(file, blob, position);
                }
                position += length;
            }
            if (existing.size() > position) {
                existing.setSize(position);
            }
        }
    }

    private void want(PendingFile file, Id blob, long position) {
        index.locate(BlobType.DATA, blob).ifPresentOrElse(place -> window.want(file, place, position),
                () -> file.fail("its content is incomplete: the data blob " + blob + " is in no index; run 'check'"));
    }

    private void deleteOthers(RawPath directory, RawPath path, Set<RawName> present) throws IOException {
        List<RawName> names;
        try {
            names = files.names(directory);
        } catch (NoSuchFileException absent) {
            return;
        }
        for (RawName name : names) {
            if (!present.contains(name) && selection.selects(path.child(name))) {
                delete(directory.child(name));
            }
        }
    }

    private void delete(RawPath path) throws IOException {
        try {
            if (files.stat(path).isDirectory()) {
                for (RawName name : files.names(path)) {
                    delete(path.child(name));
                }
            }
            if (!request.dryRun()) {
                writer.delete(path);
            }
            tally.deleted(path);
        } catch (FileSystemException e) {
            tally.problem(path, "cannot be deleted: " + Errors.reason(e));
        }
    }
}
