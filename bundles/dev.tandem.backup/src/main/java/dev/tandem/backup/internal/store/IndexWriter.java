package dev.tandem.backup.internal.store;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes index files for packs that are stored, often enough that an interrupted run can go on where it was
 * (restic repository format, index files). Thread-safe.
 */
final class IndexWriter {
    private static final int BLOBS_A_FILE = 50_000;
    private static final long AGE_NS = Duration.ofMinutes(10).toNanos();

    private final SealedFiles sealed;
    private final Consumer<Id> written;
    private Map<Id, List<PackedBlob>> packs = new LinkedHashMap<>();
    private int blobs;
    private long began = System.nanoTime();

    /** Tells {@code written} of each file. */
    IndexWriter(SealedFiles sealed, Consumer<Id> written) {
        this.sealed = sealed;
        this.written = written;
    }

    /** Takes note of a pack that is stored; may write an index file. */
    synchronized void add(Id pack, List<PackedBlob> content) throws IOException {
        packs.put(pack, content);
        blobs += content.size();
        if (blobs >= BLOBS_A_FILE || System.nanoTime() - began > AGE_NS) {
            flush();
        }
    }

    /** Writes what is not written yet. */
    synchronized void flush() throws IOException {
        if (!packs.isEmpty()) {
            written.accept(sealed.save(FileKind.INDEX, IndexFile.encode(packs)));
            packs = new LinkedHashMap<>();
            blobs = 0;
        }
        began = System.nanoTime();
    }
}
