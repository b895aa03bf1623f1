package dev.tandem.backup.internal.store;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Writes index files for packs that are stored, often enough that an interrupted run can go on where it was
 * (restic repository format, index files). Thread-safe.
 */
public final class IndexWriter {
    /** When a file has so many, it is written. */
    public static final int BLOBS_A_FILE = 50_000;
    private static final long AGE_NS = Duration.ofMinutes(10).toNanos();

    private final SealedFiles sealed;
    private final Consumer<Id> written;
    private Map<Id, List<PackedBlob>> packs = new LinkedHashMap<>();
    private int blobs;
    private int files;
    private long began = System.nanoTime();

    /** Tells {@code written} of each file. */
    public IndexWriter(SealedFiles sealed, Consumer<Id> written) {
        this.sealed = sealed;
        this.written = written;
    }

    /** Takes note of a pack that is stored; may write an index file. A pack may come in parts, or more than once. */
    public synchronized void add(Id pack, List<PackedBlob> content) throws IOException {
        packs.merge(pack, content, IndexWriter::union);
        blobs += content.size();
        if (blobs >= BLOBS_A_FILE || System.nanoTime() - began > AGE_NS) {
            flush();
        }
    }

    /** Writes what is not written yet. */
    public synchronized void flush() throws IOException {
        if (!packs.isEmpty()) {
            written.accept(sealed.save(FileKind.INDEX, IndexFile.encode(packs)));
            packs = new LinkedHashMap<>();
            blobs = 0;
            files++;
        }
        began = System.nanoTime();
    }

    private static List<PackedBlob> union(List<PackedBlob> one, List<PackedBlob> other) {
        return Stream.concat(one.stream(), other.stream()).distinct()
                .sorted(Comparator.comparingLong(PackedBlob::offset)).toList();
    }

    /** Tells whether packs were added that no file written here lists. */
    synchronized boolean pending() {
        return !packs.isEmpty();
    }

    /** Returns how many files were written. */
    public synchronized int written() {
        return files;
    }
}
