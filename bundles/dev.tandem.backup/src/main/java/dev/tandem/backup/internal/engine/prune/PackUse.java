package dev.tandem.backup.internal.engine.prune;

import dev.tandem.backup.Id;
import dev.tandem.backup.PruneEstimate.Amount;
import dev.tandem.backup.internal.format.Sealer;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.PackHeader;
import dev.tandem.backup.internal.store.PackedBlob;
import java.util.List;

/** How much of a pack is needed, by what the index says of it. */
final class PackUse {
    /** What becomes of a pack. */
    enum Fate { KEEP, REPACK, REMOVE }

    /** The size a pack that is not there has. */
    static final long MISSING = -1;

    private final Id id;
    private final int number;
    private final long stored;
    private long size = PackHeader.packSize(List.of());
    private boolean trees;
    private boolean data;
    private boolean uncompressed;
    private Amount needed = Amount.NONE;
    private Amount shared = Amount.NONE;
    private Amount unneeded = Amount.NONE;
    private Fate fate = Fate.KEEP;

    /**
     * A pack that nothing is known of.
     *
     * @param number its number in the index
     * @param stored the size of its file, or {@link #MISSING}
     */
    PackUse(Id id, int number, long stored) {
        this.id = id;
        this.number = number;
        this.stored = stored;
    }

    /** How a blob is needed. */
    enum Need { NEEDED, SHARED, UNNEEDED }

    /** Takes note of a blob in it; {@link Need#SHARED} stands for one that is needed and in other packs too. */
    void add(PackedBlob blob, Need need) {
        size += blob.length() + PackHeader.entrySize(blob);
        trees |= blob.type() == BlobType.TREE;
        data |= blob.type() == BlobType.DATA;
        // A blob of nothing cannot be compressed.
        uncompressed |= !blob.compressed() && blob.length() > Sealer.OVERHEAD;
        Amount one = new Amount(1, blob.length());
        switch (need) {
            case NEEDED -> needed = needed.plus(one);
            case SHARED -> shared = shared.plus(one);
            case UNNEEDED -> unneeded = unneeded.plus(one);
        }
    }

    /** Decides for a shared blob that it is this pack's copy that is needed. */
    void needHere(PackedBlob blob) {
        Amount one = new Amount(1, blob.length());
        shared = shared.minus(one);
        needed = needed.plus(one);
    }

    Id id() {
        return id;
    }

    int number() {
        return number;
    }

    /** Returns the bytes of its file, or {@link #MISSING}. */
    long stored() {
        return stored;
    }

    /** Returns the bytes its file must have. */
    long size() {
        return size;
    }

    boolean missing() {
        return stored == MISSING;
    }

    /** Tells whether the file is as the index says, as far as its size shows. */
    boolean sound() {
        return stored == size;
    }

    boolean mixed() {
        return trees && data;
    }

    boolean hasTrees() {
        return trees;
    }

    /** Tells whether some of it could be compressed and is not. */
    boolean uncompressed() {
        return uncompressed;
    }

    /** Returns what is needed from here, shared blobs apart. */
    Amount needed() {
        return needed;
    }

    /** Returns what is needed and in other packs too. */
    Amount shared() {
        return shared;
    }

    /** Returns what is not needed from here. */
    Amount wasted() {
        return shared.plus(unneeded);
    }

    /** Returns what no snapshot needs. */
    Amount unneeded() {
        return unneeded;
    }

    Fate fate() {
        return fate;
    }

    void decide(Fate decision) {
        fate = decision;
    }
}
