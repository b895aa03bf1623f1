package dev.tandem.backup.internal.engine.prune;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.IndexFile;
import dev.tandem.backup.internal.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * All index files of a repository as they were at one time.
 *
 * @param blobs what they say together
 * @param files the files
 */
record LoadedIndex(BlobIndex blobs, List<File> files) {
    /**
     * An index file.
     *
     * @param id    its name
     * @param packs the packs it lists
     * @param blobs how many blobs it lists
     */
    record File(Id id, List<Id> packs, int blobs) { }

    /** Loads them; fails if one cannot be read. */
    static LoadedIndex of(Store store) throws IOException {
        LoadedIndex loaded = new LoadedIndex(new BlobIndex(), new ArrayList<>());
        try {
            store.forEach(FileKind.INDEX, loaded::add, Refusal::unread);
            return loaded;
        } catch (DamagedException e) {
            throw Refusal.of(e, "'repair index' makes the index anew from the packs");
        }
    }

    private void add(Id file, byte[] json) throws IOException {
        List<Id> packs = new ArrayList<>();
        int before = blobs.size();
        IndexFile.decode(json, file, (pack, content) -> {
            packs.add(pack);
            blobs.add(pack, content);
        });
        files.add(new File(file, packs, blobs.size() - before));
    }
}
