package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.internal.store.BlobLocation;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.model.RawPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of a restore: files whose content is fetched together, further names of them or of earlier ones, and the
 * directories in which nothing is left to do then. One thread at a time.
 */
final class RestoreWindow {
    private static final int FULL_ENTRIES = 8192;
    private static final long FULL_BLOBS = 65_536;

    /** Where a blob goes. */
    record Place(PendingFile file, long position) { }

    /** A blob and where it goes. */
    record Wanted(PackedBlob blob, List<Place> places) { }

    /** A further name of a file restored in this or an earlier window. */
    record Link(RawPath path, RawPath existing) { }

    private final List<PendingFile> files = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<TargetDirectory> left = new ArrayList<>();
    private final Map<Id, Map<Id, Wanted>> wanted = new LinkedHashMap<>();
    private long places;

    void add(PendingFile file) {
        files.add(file);
    }

    void link(RawPath path, RawPath existing) {
        links.add(new Link(path, existing));
    }

    void leave(TargetDirectory directory) {
        left.add(directory);
    }

    /** Takes note that {@code file} wants a blob at {@code position}. */
    void want(PendingFile file, BlobLocation blob, long position) {
        file.expectOneMore();
        places++;
        wanted.computeIfAbsent(blob.pack(), _ -> new LinkedHashMap<>())
                .computeIfAbsent(blob.blob().id(), _ -> new Wanted(blob.blob(), new ArrayList<>(1)))
                .places().add(new Place(file, position));
    }

    boolean isFull() {
        return files.size() >= FULL_ENTRIES || left.size() >= FULL_ENTRIES || places >= FULL_BLOBS;
    }

    List<PendingFile> files() {
        return files;
    }

    List<Link> links() {
        return links;
    }

    List<TargetDirectory> left() {
        return left;
    }

    /** Returns what is wanted of each pack. */
    Map<Id, Collection<Wanted>> wanted() {
        Map<Id, Collection<Wanted>> byPack = LinkedHashMap.newLinkedHashMap(wanted.size());
        wanted.forEach((pack, blobs) -> byPack.put(pack, blobs.values()));
        return byPack;
    }
}
