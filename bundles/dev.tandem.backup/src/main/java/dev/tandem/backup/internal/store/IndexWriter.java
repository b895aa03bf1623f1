package dev.tandem.backup.internal.store;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes index files for packs that are stored, often enough that an interrupted run can go on where it was
 * (restic repository format, index files). Thread-safe.
 */
public final class IndexWriter {
    /** When a file has so many, it is written. */
    public static final int BLOBS_A_FILE = 50_000;
    private static final long AGE_NS = Duration.ofMinutes(10).toNanos();

    private final SealedFiles sealed;
    private Map<Id, List<PackedBlob>> packs = new LinkedHashMap<>();
    private int blobs;
    private long began = System.nanoTime();

    public IndexWriter(SealedFiles sealed) {
        this.sealed = sealed;
    }

    /** Takes note of a pack that is stored; may write an index file. */
    public synchronized void add(Id pack, List<PackedBlob> content) throws IOException {
        packs.put(pack, content);
        blobs += content.size();
        if (blobs >= BLOBS_A_FILE || System.nanoTime() - began > AGE_NS) {
            flush();
        }
    }

    /** Writes what is not written yet. */
    public synchronized void flush() throws IOException {
        if (!packs.isEmpty()) {
            sealed.save(FileKind.INDEX, IndexFile.encode(packs));
            packs = new LinkedHashMap<>();
            blobs = 0;
        }
        began = System.nanoTime();
    }
}
