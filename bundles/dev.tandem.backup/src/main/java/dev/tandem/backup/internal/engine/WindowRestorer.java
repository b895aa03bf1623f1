package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.internal.engine.RestoreWindow.Link;
import dev.tandem.backup.internal.store.Background;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Restores one window after the other while the walk fills the next: the content of its files, then the names that link
 * to them, then the metadata of the directories nothing more is put into.
 */
final class WindowRestorer implements AutoCloseable {
    private final BlobIndex index;
    private final LocalReader files;
    private final LocalWriter writer;
    private final RestoreRequest request;
    private final RestoreTally tally;
    private final JobMonitor monitor;
    private final ContentRestorer contents;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("restore window").factory());
    /** First names whose content is not complete. */
    private final Set<RawPath> broken = ConcurrentHashMap.newKeySet();
    private Optional<Future<?>> underWay = Optional.empty();

    WindowRestorer(Store store, LocalReader files, LocalWriter writer, RestoreRequest request, RestoreTally tally,
            JobMonitor monitor) throws IOException {
        this.index = store.index();
        this.files = files;
        this.writer = writer;
        this.request = request;
        this.tally = tally;
        this.monitor = monitor;
        this.contents = new ContentRestorer(store, writer, request.sparse(), tally, monitor, this::finishFile);
    }

    /**
     * Begins to restore a window when the one before is done, for which it waits.
     *
     * @throws IOException when the one before could not be restored
     */
    void restore(RestoreWindow window) throws IOException {
        await();
        underWay = Optional.of(thread.submit(() -> {
            restoreNow(window);
            return null;
        }));
    }

    /** Waits until every window is restored. */
    void await() throws IOException {
        if (underWay.isPresent()) {
            Background.await(underWay.get());
        }
    }

    private void restoreNow(RestoreWindow window) throws IOException {
        // Asked before anything is written: afterwards every file is complete.
        List<PendingFile> nothingWanted = window.files().stream().filter(PendingFile::nothingMissing).toList();
        contents.restore(window.wanted());
        nothingWanted.forEach(this::finishFile);
        if (request.verify()) {
            window.files().forEach(this::verify);
        }
        window.links().forEach(this::restoreLink);
        for (TargetDirectory directory : window.left()) {
            if (!request.dryRun()) {
                setMetadata(directory.path(), directory.node().orElseThrow());
            }
            tally.restored(directory.path(), 0);
        }
    }

    private void restoreLink(Link link) {
        if (broken.contains(link.existing())) {
            tally.problem(link.path(), "cannot be restored: the same file under its other name " + link.existing()
                    + " is not complete");
            return;
        }
        try {
            if (!request.dryRun()) {
                link(link);
            }
            tally.restored(link.path(), 0);
        } catch (IOException e) {
            tally.problem(link.path(), "cannot be linked to " + link.existing() + ": " + Errors.reason(e));
        }
    }

    private void link(Link link) throws IOException {
        Optional<FileStat> there = stat(link.path());
        FileStat first = files.stat(link.existing());
        boolean linked = there.isPresent() && there.get().inode() == first.inode()
                && there.get().device() == first.device();
        if (linked) {
            return;
        }
        if (there.isPresent()) {
            writer.delete(link.path());
        }
        writer.createHardLink(link.path(), link.existing());
    }

    private void finishFile(PendingFile file) {
        if (file.failure() != null) {
            // Without its time and mode nobody takes it for the whole file.
            tally.problem(file.path(), file.failure());
            if (PendingFile.hasFurtherNames(file.node())) {
                broken.add(file.path());
            }
            return;
        }
        setMetadata(file.path(), file.node());
        tally.restored(file.path(), file.node().stat().size());
    }

    /** Sets what else is known of an entry; what cannot be set is a problem, not an error. */
    void setMetadata(RawPath path, Node node) {
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

    /** Returns what is at a path of the target now. */
    Optional<FileStat> stat(RawPath path) throws IOException {
        try {
            return Optional.of(files.stat(path));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        thread.close();
        contents.close();
    }
}
