package dev.tandem.backup.internal.store;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.Sealer;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import java.io.IOException;
import java.util.List;

/** Reads from stored packs what they hold, without what they hold. Thread-safe. */
public final class PackHeaders {
    /** Holds the header of nearly every pack. */
    private static final int TAIL = 64 << 10;

    private final RepositoryFiles files;
    private final Sealer sealer;

    public PackHeaders(RepositoryFiles files, Sealer sealer) {
        this.files = files;
        this.sealer = sealer;
    }

    /**
     * Returns what the header of a pack says; what fails is tried twice.
     *
     * @throws DamagedException when it has no header that describes it
     */
    public List<PackedBlob> read(StoredFile pack) throws IOException {
        try {
            return readOnce(pack);
        } catch (DamagedException once) {
            return readOnce(pack);
        }
    }

    private List<PackedBlob> readOnce(StoredFile pack) throws IOException {
        byte[] tail = tail(pack, TAIL);
        int whole = PackHeader.sealedLength(tail, pack.size()) + PackHeader.LENGTH_FIELD;
        return PackHeader.open(whole > tail.length ? tail(pack, whole) : tail, pack.size(), sealer);
    }

    private byte[] tail(StoredFile pack, int length) throws IOException {
        byte[] tail = new byte[(int) Math.min(length, pack.size())];
        files.read(FileKind.PACK, pack.id(), pack.size() - tail.length, tail.length, tail);
        return tail;
    }
}
