package dev.tandem.backup.internal.engine;

import static dev.tandem.backup.internal.engine.UnreadableSource.reading;

import dev.tandem.backup.Node;
import dev.tandem.backup.internal.engine.BackupTally.Change;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.job.Problem;
import dev.tandem.model.FileType;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalReader.SourceFile;
import java.io.IOException;
import java.util.Optional;

/** Saves what is no directory, reading files only where the parent snapshot does not have them. Thread-safe. */
final class EntrySaver {
    private final LocalReader files;
    private final NodeSource nodes;
    private final Optional<ChangeDetection> changes;
    private final BlobWriter blobs;
    private final BackupTally tally;

    /**
     * @param changes how to tell that a file need not be read; empty to read every file
     */
    EntrySaver(LocalReader files, NodeSource nodes, Optional<ChangeDetection> changes, BlobWriter blobs,
            BackupTally tally) {
        this.files = files;
        this.nodes = nodes;
        this.changes = changes;
        this.blobs = blobs;
        this.tally = tally;
    }

    /** Saves an entry, a file's content with {@code saver}, and returns its node. */
    Node save(FoundEntry entry, FileSaver saver) throws IOException {
        if (!entry.stat().isFile()) {
            return reading(() -> special(entry));
        }
        if (!unchanged(entry)) {
            return read(entry, saver);
        }
        Node previous = entry.previous().orElseThrow();
        if (!ChangeDetection.complete(previous, blobs)) {
            tally.problem(Problem.warning(entry.path(),
                    "the repository has lost content of it; it is read again, which mends this"));
            return read(entry, saver);
        }
        Node node = reading(() -> nodes.node(entry.name(), entry.path(), entry.stat()));
        tally.progress(entry.stat().size());
        tally.file(Change.UNMODIFIED, entry.path(), entry.stat().size());
        return nodes.withContent(node, previous.content(), entry.stat().size());
    }

    private Node special(FoundEntry entry) throws IOException {
        if (entry.stat().type() == FileType.IRREGULAR) {
            throw new IOException("it is neither a file, a directory, a link nor a device");
        }
        return nodes.node(entry.name(), entry.path(), entry.stat());
    }

    private boolean unchanged(FoundEntry entry) {
        return changes.isPresent() && entry.previous().isPresent()
                && changes.get().unchanged(entry.previous().get(), entry.stat());
    }

    private Node read(FoundEntry entry, FileSaver saver) throws IOException {
        try (SourceFile file = reading(() -> files.open(entry.path()))) {
            // Taken before reading: if the file changes meanwhile, the next run sees another time and reads it again.
            Node node = reading(() -> nodes.node(entry.name(), entry.path(), file.stat()));
            FileSaver.Saved saved = saver.save(
                    (buffer, offset, length) -> reading(() -> file.read(buffer, offset, length)));
            tally.file(entry.previous().isEmpty() ? Change.NEW : Change.CHANGED, entry.path(), saved.size());
            return nodes.withContent(node, saved.content(), saved.size());
        }
    }
}
