package dev.tandem.backup.internal.store;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.Sealer;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.format.Zstandard;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;

/**
 * Reads blobs and proves each right before it hands it on; where a blob has several places and one is damaged, the
 * others are tried. Thread-safe.
 */
public final class BlobReader {
    /** Beyond this a tree is not held in memory but decompressed as it is read. */
    public static final int MAX_WHOLE_TREE = 32 << 20;

    private static final int MAX_UNCHECKED = 16 << 20;
    private static final byte[] NO_ROOM = {};
    /** Opening in place puts the plain bytes where the sealed ones were, after the IV. */
    private static final int IV = Sealer.OVERHEAD / 2;

    private final RepositoryFiles files;
    private final Sealer sealer;
    private final BlobIndex index;
    private final TreeSegments trees;

    public BlobReader(RepositoryFiles files, Sealer sealer, BlobIndex index) {
        this.files = files;
        this.sealer = sealer;
        this.index = index;
        this.trees = new TreeSegments(files);
    }

    /**
     * Returns the plain bytes of a blob.
     *
     * @throws DamagedException when no index knows it or no copy of it is right
     */
    public byte[] read(BlobType type, Id id) throws IOException {
        return eachPlace(type, id, location -> decode(readSealed(location), 0, location.blob()));
    }

    /** Opens a tree, whose bytes are proved right before the first node is read. */
    public TreeReader openTree(Id id) throws IOException {
        return eachPlace(BlobType.TREE, id, location -> {
            if (location.blob().plainLength() <= MAX_WHOLE_TREE) {
                byte[] plain = decodeTree(location);
                return TreeReader.of(plain, 0, plain.length);
            }
            return openLarge(location);
        });
    }

    private byte[] decodeTree(BlobLocation location) throws IOException {
        if (location.blob().length() <= MAX_UNCHECKED) {
            try {
                return decode(trees.sealed(location), 0, location.blob());
            } catch (IOException e) {
                trees.forget(location.pack());
                if (hope(e) > 0 && !(e instanceof StorageException failed && failed.kind() == Kind.FAILED)) {
                    throw e;
                }
                // What was read along with it may be what cannot be read.
            }
        }
        return decode(readSealed(location), 0, location.blob());
    }

    private TreeReader openLarge(BlobLocation location) throws IOException {
        byte[] frame = readSealed(location);
        int length = proveLarge(frame, 0, location.blob());
        return TreeReader.of(plain(frame, 0, length));
    }

    /** Opens the seal in place and proves the frame below it; returns the length of the frame. */
    private int proveLarge(byte[] sealed, int offset, PackedBlob blob) throws IOException {
        int length = sealer.open(sealed, offset, blob.length(), sealed, offset + IV);
        MessageDigest digest = Hashing.newSha256();
        long plain = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = new DigestInputStream(plain(sealed, offset, length), digest)) {
            for (int n; plain <= blob.plainLength() && (n = in.read(buffer)) >= 0;) {
                plain += n;
            }
        }
        if (plain != blob.plainLength() || !Id.of(digest.digest()).equals(blob.id())) {
            throw mismatch();
        }
        return length;
    }

    private static InputStream plain(byte[] opened, int offset, int length) throws IOException {
        return Zstandard.decompressing(new ByteArrayInputStream(opened, offset + IV, length));
    }

    /**
     * Proves that the sealed bytes from {@code offset} are this blob's; they are not what they were afterwards.
     *
     * @throws DamagedException when they are not
     */
    public void prove(byte[] sealed, int offset, PackedBlob blob) throws IOException {
        if (blob.plainLength() > MAX_WHOLE_TREE) {
            proveLarge(sealed, offset, blob);
        } else {
            decode(sealed, offset, blob);
        }
    }

    private static DamagedException mismatch() {
        return new DamagedException("its content does not match its name");
    }

    /**
     * Opens, in place, the seal of a blob whose sealed bytes start at {@code offset}, and proves what is in it.
     *
     * @param room to decompress to; a larger blob is proved without, which takes longer
     * @return what was sealed, within {@code sealed}
     * @throws DamagedException when it is not this blob's; the sealed bytes are then not what they were
     */
    public BlobContent open(byte[] sealed, int offset, PackedBlob blob, byte[] room) throws IOException {
        if (blob.plainLength() > room.length) {
            return new BlobContent(sealed, offset + IV, proveLarge(sealed, offset, blob), blob.plainLength());
        }
        int length = sealer.open(sealed, offset, blob.length(), sealed, offset + IV);
        if (blob.compressed()) {
            Zstandard.decompress(sealed, offset + IV, length, room, 0, blob.plainLength());
        }
        Id found = blob.compressed() ? Hashing.sha256(room, 0, blob.plainLength())
                : Hashing.sha256(sealed, offset + IV, length);
        if (!found.equals(blob.id())) {
            throw mismatch();
        }
        return new BlobContent(sealed, offset + IV, length, blob.plainLength());
    }

    /** Returns the content of a blob, proved right, as any repository can save it; each place of it is tried. */
    public BlobContent readContent(BlobType type, Id id) throws IOException {
        return eachPlace(type, id, this::readContent);
    }

    /**
     * Returns the content of one copy of a blob, proved right.
     *
     * @throws DamagedException when that copy is not right
     */
    public BlobContent readContent(BlobLocation place) throws IOException {
        int plain = place.blob().plainLength();
        return open(readSealed(place), 0, place.blob(), plain > MAX_WHOLE_TREE ? NO_ROOM : new byte[plain]);
    }

    private byte[] readSealed(BlobLocation location) throws IOException {
        // An index may lie: memory is taken only for what is there.
        if (location.blob().length() > MAX_UNCHECKED) {
            long size = files.size(FileKind.PACK, location.pack()).orElse(0L);
            if (location.blob().end() > size) {
                throw new DamagedException("it would end after the end of its pack");
            }
        }
        byte[] sealed = new byte[location.blob().length()];
        files.read(FileKind.PACK, location.pack(), location.blob().offset(), sealed.length, sealed);
        return sealed;
    }

    /**
     * Returns the plain bytes of a blob whose sealed bytes start at {@code offset}.
     *
     * @throws DamagedException when they are not this blob's
     */
    public byte[] decode(byte[] sealed, int offset, PackedBlob blob) throws DamagedException {
        byte[] opened = new byte[blob.length() - Sealer.OVERHEAD];
        return proved(opened, sealer.open(sealed, offset, blob.length(), opened, 0), blob);
    }

    /** Returns the proved plain bytes of what was in the seal of a blob. */
    private static byte[] proved(byte[] opened, int length, PackedBlob blob) throws DamagedException {
        byte[] plain = opened;
        if (blob.compressed()) {
            plain = new byte[blob.plainLength()];
            if (Zstandard.decompress(opened, 0, length, plain, 0, plain.length) != plain.length) {
                throw new DamagedException("it is shorter than it must be");
            }
        }
        if (!Hashing.sha256(plain).equals(blob.id())) {
            throw mismatch();
        }
        return plain;
    }

    /** One way to get something from a blob's place. */
    private interface Attempt<T> {
        T at(BlobLocation location) throws IOException;
    }

    private <T> T eachPlace(BlobType type, Id id, Attempt<T> attempt) throws IOException {
        List<BlobLocation> places = index.locateAll(type, id);
        if (places.isEmpty()) {
            throw new DamagedException("the " + type.json() + " blob " + id + " is in no index; run 'check'");
        }
        IOException kept = null;
        for (int round = 0; round < 2; round++) {
            for (BlobLocation place : places) {
                try {
                    return attempt.at(place);
                } catch (IOException e) {
                    kept = kept == null || hope(e) > hope(kept) ? e : kept;
                }
            }
        }
        BlobLocation place = places.getLast();
        throw new DamagedException("the " + type.json() + " blob " + id + " in "
                + RepositoryFiles.path(FileKind.PACK, place.pack()) + " cannot be read: " + kept.getMessage()
                + "; run 'check --read-data' to see what else is hit", kept);
    }

    /** A place that is out of reach may hold a copy that is right: it must not pass for one that is gone or damaged. */
    private static int hope(IOException failure) {
        return switch (failure) {
            case DamagedException _ -> 0;
            case StorageException e when e.kind() == StorageException.Kind.INVALID -> 0;
            case StorageException e when e.kind() == StorageException.Kind.NOT_FOUND -> 1;
            default -> 2;
        };
    }
}
