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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One restore. The snapshot is walked once; files gather in windows whose content is restored pack by pack; directories
 * get their metadata when everything in them is done (restic repository format, restore notes).
 */
public final class Restore {
    private static final int WINDOW_FILES = 8192;
    private static final long WINDOW_BLOBS = 65_536;

    /** Which names one file has in the snapshot's source. */
    private record HardLink(long device, long inode) { }

    /** The name of a file that was restored first. */
    private record FirstName(RawPath path, Node node) { }

    /** A further name of a file restored in the same or an earlier window. */
    private record Link(RawPath path, RawPath existing) { }

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
    /** First names whose content is not complete. */
    private final Set<RawPath> broken = ConcurrentHashMap.newKeySet();
    private final List<PendingFile> window = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<TargetDirectory> left = new ArrayList<>();
    private long windowBlobs;
    private ContentRestorer contents;

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
        int threads = store.files().readers();
        try (ContentRestorer restorer = new ContentRestorer(store.files(), index, reader, writer, request.sparse(),
                tally, monitor, this::finishFile, threads)) {
            contents = restorer;
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
            flush();
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
                        restoreLeaf(node, target, directory.isMade() ? Optional.empty() : stat(target));
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
            left.add(directory);
            if (left.size() > WINDOW_FILES) {
                flush();
            }
        }
    }

    private void restoreLeaf(Node node, RawPath path, Optional<FileStat> there) throws IOException {
        monitor.current(path);
        if (there.isPresent() && !mayReplace(there.get(), node)) {
            tally.skipped(path, node.stat().size());
            return;
        }
        if (hasFurtherNames(node)) {
            HardLink link = new HardLink(node.stat().device(), node.stat().inode());
            FirstName first = firstNames.putIfAbsent(link, new FirstName(path, node));
            // Names of different content belong to a file that was replaced while it was backed up.
            if (first != null && first.node.content().equals(node.content())) {
                links.add(new Link(path, first.path));
                return;
            }
        }
        if (node.type() == FileType.FILE) {
            restoreFile(node, path, there);
        } else {
            restoreSpecial(node, path, there);
        }
    }

    private static boolean hasFurtherNames(Node node) {
        return node.type() == FileType.FILE && node.stat().links() > 1 && node.stat().inode() != 0;
    }

    private Optional<FileStat> stat(RawPath path) throws IOException {
        try {
            return Optional.of(files.stat(path));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
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
            setMetadata(path, node);
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
                setMetadata(path, node);
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
        long wanted = inPlace ? wantDifferent(file) : wantAll(file);
        window.add(file);
        windowBlobs += wanted;
        if (window.size() >= WINDOW_FILES || windowBlobs >= WINDOW_BLOBS) {
            flush();
        }
    }

    private long wantAll(PendingFile file) throws IOException {
        List<Id> content = file.node().content();
        if (file.start() == Start.ABSENT) {
            contents.want(file, content.getFirst(), 0);
            return 1;
        }
        try (TargetFile made = writer.createFile(file.path())) {
            long position = 0;
            for (Id blob : content) {
                contents.want(file, blob, position);
                position += Math.max(0, index.plainSize(BlobType.DATA, blob));
            }
            if (request.sparse()) {
                made.setSize(position);
            }
        }
        return content.size();
    }

    private long wantDifferent(PendingFile file) throws IOException {
        long wanted = 0;
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
                    contents.want(file, blob, position);
                    wanted++;
                }
                position += length;
            }
            if (existing.size() > position) {
                existing.setSize(position);
            }
        }
        return wanted;
    }

    private void flush() throws IOException {
        // Asked before anything is written: afterwards every file is complete.
        List<PendingFile> nothingWanted = window.stream().filter(PendingFile::nothingMissing).toList();
        contents.flush();
        nothingWanted.forEach(this::finishFile);
        if (request.verify()) {
            window.forEach(this::verify);
        }
        window.clear();
        windowBlobs = 0;
        links.forEach(this::restoreLink);
        links.clear();
        for (TargetDirectory directory : left) {
            if (!request.dryRun()) {
                setMetadata(directory.path(), directory.node().orElseThrow());
            }
            tally.restored(directory.path(), 0);
        }
        left.clear();
    }

    private void restoreLink(Link link) {
        if (broken.contains(link.existing)) {
            tally.problem(link.path, "cannot be restored: the same file under its other name " + link.existing
                    + " is not complete");
            return;
        }
        try {
            if (!request.dryRun()) {
                link(link);
            }
            tally.restored(link.path, 0);
        } catch (IOException e) {
            tally.problem(link.path, "cannot be linked to " + link.existing + ": " + Errors.reason(e));
        }
    }

    private void link(Link link) throws IOException {
        Optional<FileStat> there = stat(link.path);
        FileStat first = files.stat(link.existing);
        boolean linked = there.isPresent() && there.get().inode() == first.inode()
                && there.get().device() == first.device();
        if (linked) {
            return;
        }
        if (there.isPresent()) {
            writer.delete(link.path);
        }
        writer.createHardLink(link.path, link.existing);
    }

    private void finishFile(PendingFile file) {
        if (file.failure() != null) {
            // Without its time and mode nobody takes it for the whole file.
            tally.problem(file.path(), file.failure());
            if (hasFurtherNames(file.node())) {
                broken.add(file.path());
            }
            return;
        }
        setMetadata(file.path(), file.node());
        tally.restored(file.path(), file.node().stat().size());
    }

    private void setMetadata(RawPath path, Node node) {
        for (String failure : writer.setMetadata(path, node.stat(), node.attributes())) {
            tally.problem(path, failure);
        }
    }

    private void verify(PendingFile file) {
        if (file.failure() != null) {
            return;
        }
        monitor.checkCancelled();
        try (LocalReader.SourceFile source = files.open(file.path())) {
            for (Id blob : file.node().content()) {
                byte[] have = new byte[(int) Math.max(0, index.plainSize(BlobType.DATA, blob))];
                if (readFully(source, have) < have.length || !Hashing.sha256(have).equals(blob)) {
                    tally.problem(file.path(), "what is on disk is not what the snapshot has; the disk may be faulty");
                    return;
                }
            }
            if (source.read(new byte[1], 0, 1) >= 0) {
                tally.problem(file.path(), "the file on disk is longer than in the snapshot");
                return;
            }
            tally.verified(file.path(), file.node().stat().size());
        } catch (IOException e) {
            tally.problem(file.path(), "cannot be verified: " + Errors.reason(e));
        }
    }

    private static int readFully(LocalReader.SourceFile source, byte[] target) throws IOException {
        int total = 0;
        for (int n; total < target.length && (n = source.read(target, total, target.length - total)) >= 0;) {
            total += n;
        }
        return total;
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
