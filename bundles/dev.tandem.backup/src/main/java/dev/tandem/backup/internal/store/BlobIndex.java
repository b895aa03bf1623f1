package dev.tandem.backup.internal.store;

import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.Sealer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where every blob of a repository lies, in memory: about 60 bytes a blob. A blob may have several places. Entries are
 * kept in pages that never move, found by open addressing over entry numbers. Thread-safe.
 */
public final class BlobIndex {
    private static final int PAGE_BITS = 14;
    private static final int PAGE = 1 << PAGE_BITS;
    /** What stands for no entry. */
    public static final int NONE = -1;

    /** Takes entries. */
    @FunctionalInterface
    public interface EntrySink {
        /** Takes the entry of this number, of a blob in the pack of that number. */
        void entry(int entry, int pack, PackedBlob blob);
    }

    /** A run of entries: four longs of ID, and pack number with type bit, offset, length, plain length. */
    private static final class Page {
        final long[] ids = new long[4 * PAGE];
        final int[] packAndType = new int[PAGE];
        final int[] offsets = new int[PAGE];
        final int[] lengths = new int[PAGE];
        final int[] plainLengths = new int[PAGE];
    }

    private final List<Page> pages = new ArrayList<>();
    private final List<Id> packs = new ArrayList<>();
    private final Map<Id, Integer> packNumbers = new HashMap<>();
    private int[] slots = freeSlots(1 << 12);
    private int size;

    private static int[] freeSlots(int count) {
        int[] slots = new int[count];
        Arrays.fill(slots, NONE);
        return slots;
    }

    /** Returns the number of entries, duplicates counted. */
    public synchronized int size() {
        return size;
    }

    /** Tells whether entries of this pack are here. */
    public synchronized boolean hasPack(Id pack) {
        return packNumbers.containsKey(pack);
    }

    /** Returns the packs there are entries of. */
    public synchronized List<Id> packs() {
        return List.copyOf(packs);
    }

    /** Adds all blobs of a pack, but for those that are here already: several index files may list the same pack. */
    public synchronized void add(Id pack, List<PackedBlob> blobs) {
        Integer number = packNumbers.putIfAbsent(pack, packs.size());
        if (number == null) {
            packs.add(pack);
        }
        for (PackedBlob blob : blobs) {
            if (number == null) {
                add(packs.size() - 1, blob);
            } else if (!locateAll(blob.type(), blob.id()).contains(new BlobLocation(pack, blob))) {
                add(number, blob);
            }
        }
    }

    private void add(int pack, PackedBlob blob) {
        if (size == pages.size() * PAGE) {
            pages.add(new Page());
        }
        Page page = pages.get(size >>> PAGE_BITS);
        int i = size & (PAGE - 1);
        page.ids[4 * i] = blob.id().a();
        page.ids[4 * i + 1] = blob.id().b();
        page.ids[4 * i + 2] = blob.id().c();
        page.ids[4 * i + 3] = blob.id().d();
        page.packAndType[i] = pack << 1 | blob.type().ordinal();
        page.offsets[i] = (int) blob.offset();
        page.lengths[i] = blob.length();
        page.plainLengths[i] = blob.plainLength();
        size++;
        if (size > slots.length / 3 * 2) {
            slots = freeSlots(slots.length * 2);
            for (int entry = 0; entry < size; entry++) {
                link(entry);
            }
        } else {
            link(size - 1);
        }
    }

    private void link(int entry) {
        long hash = pages.get(entry >>> PAGE_BITS).ids[4 * (entry & (PAGE - 1))];
        int slot = (int) hash & (slots.length - 1);
        while (slots[slot] != NONE) {
            slot = slot + 1 & (slots.length - 1);
        }
        slots[slot] = entry;
    }

    /** Returns the number of a blob's first entry, or {@link #NONE}; entries keep their numbers. */
    public synchronized int entry(BlobType type, Id id) {
        return find(type, id, 0);
    }

    /** Returns the first entry of the blob that has this entry: itself, unless the blob has several places. */
    public synchronized int first(int entry) {
        PackedBlob blob = blob(entry);
        return find(blob.type(), blob.id(), 0);
    }

    /** Returns where the blob of an entry lies. Entries of a pack that was added once follow one another in its order. */
    public synchronized BlobLocation location(int entry) {
        return new BlobLocation(packs.get(packNumber(entry)), blob(entry));
    }

    /** Returns the number of the pack of an entry: its place in {@link #packs}. */
    public synchronized int packNumber(int entry) {
        return pages.get(entry >>> PAGE_BITS).packAndType[entry & (PAGE - 1)] >>> 1;
    }

    /** Tells {@code sink} of every entry while the index is held still. */
    public synchronized void forEachEntry(EntrySink sink) {
        for (int entry = 0; entry < size; entry++) {
            sink.entry(entry, packNumber(entry), blob(entry));
        }
    }

    /** Tells whether a blob is here. */
    public synchronized boolean contains(BlobType type, Id id) {
        return find(type, id, 0) != NONE;
    }

    /** Returns the first place of a blob. */
    public synchronized Optional<BlobLocation> locate(BlobType type, Id id) {
        int entry = find(type, id, 0);
        return entry == NONE ? Optional.empty() : Optional.of(location(entry));
    }

    /** Returns all places of a blob. */
    public synchronized List<BlobLocation> locateAll(BlobType type, Id id) {
        List<BlobLocation> all = new ArrayList<>(1);
        for (int nth = 0, entry; (entry = find(type, id, nth)) != NONE; nth++) {
            all.add(location(entry));
        }
        return all;
    }

    /** Returns the plain size of a blob, or -1 when it is not here. */
    public synchronized long plainSize(BlobType type, Id id) {
        int entry = find(type, id, 0);
        return entry == NONE ? -1 : plainSize(location(entry).blob());
    }

    private static long plainSize(PackedBlob blob) {
        return blob.compressed() ? blob.plainLength() : blob.length() - Sealer.OVERHEAD;
    }

    /** Tells {@code sink} of every entry while the index is held still. */
    public synchronized void forEach(Consumer<? super BlobLocation> sink) {
        for (int entry = 0; entry < size; entry++) {
            sink.accept(location(entry));
        }
    }

    private int find(BlobType type, Id id, int nth) {
        int slot = (int) id.a() & (slots.length - 1);
        int skip = nth;
        while (slots[slot] != NONE) {
            int entry = slots[slot];
            Page page = pages.get(entry >>> PAGE_BITS);
            int i = entry & (PAGE - 1);
            boolean same = page.ids[4 * i] == id.a() && page.ids[4 * i + 1] == id.b() && page.ids[4 * i + 2] == id.c()
                    && page.ids[4 * i + 3] == id.d() && (page.packAndType[i] & 1) == type.ordinal();
            if (same && skip-- == 0) {
                return entry;
            }
            slot = slot + 1 & (slots.length - 1);
        }
        return NONE;
    }

    private PackedBlob blob(int entry) {
        Page page = pages.get(entry >>> PAGE_BITS);
        int i = entry & (PAGE - 1);
        Id id = new Id(page.ids[4 * i], page.ids[4 * i + 1], page.ids[4 * i + 2], page.ids[4 * i + 3]);
        BlobType type = (page.packAndType[i] & 1) == 0 ? BlobType.DATA : BlobType.TREE;
        return new PackedBlob(type, id, Integer.toUnsignedLong(page.offsets[i]), page.lengths[i], page.plainLengths[i]);
    }
}
