package dev.tandem.catalog.internal;

import dev.tandem.backup.Id;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.LongDataType;

/**
 * The file of the index of one repository, an H2 MVStore. Each tree is there once, as a listing, under a number in the
 * order trees were met, so that neighbours lie together; snapshots know the number of their root. Numbers count as
 * taken only once {@link #commit} has written which trees they are: what an interrupted run leaves is overwritten.
 */
final class Catalog implements AutoCloseable {
    /** Of the layout below. A file with another one is made anew. */
    static final int SCHEMA = 1;

    private static final int CACHE_MEGABYTES = 48;
    private static final int UNWRITTEN_KILOBYTES = 8 * 1024;
    private static final int PAGE = 32 * 1024;
    private static final int IDS_A_BLOCK = 512;

    private final StoreFile file;
    /** By block number, the IDs of the trees with the numbers {@code IDS_A_BLOCK * block} and so on. */
    private final MVMap<Long, byte[]> ids;
    /** By number. */
    private final MVMap<Long, byte[]> listings;
    /** By a number of no meaning: ID of the snapshot, then the number of its root. */
    private final MVMap<Long, byte[]> snapshots;
    /** By number, trees whose listing is not there as they could not be read, and why not. */
    private final MVMap<Long, byte[]> unreadable;

    private Catalog(StoreFile file) {
        this.file = file;
        this.ids = open("ids");
        this.listings = open("listings");
        this.snapshots = open("snapshots");
        this.unreadable = open("unreadable");
    }

    private MVMap<Long, byte[]> open(String name) {
        return file.store().openMap(name, new MVMap.Builder<Long, byte[]>().keyType(LongDataType.INSTANCE)
                .valueType(UnsignedBytes.INSTANCE));
    }

    /**
     * Opens a catalog, or makes it.
     *
     * @param key what its content is encrypted with
     * @return empty while another process uses it
     * @throws UnusableStoreException when it is damaged, of another schema, or of another key
     */
    static Optional<Catalog> open(Path file, char[] key) throws IOException {
        return StoreFile.open(new MVStore.Builder().fileName(file.toString()).encryptionKey(key.clone()).compress()
                .autoCommitBufferSize(UNWRITTEN_KILOBYTES).cacheSize(CACHE_MEGABYTES).pageSplitSize(PAGE), SCHEMA)
                .map(Catalog::of);
    }

    private static Catalog of(StoreFile file) {
        try {
            return file.use(() -> new Catalog(file));
        } catch (UnusableStoreException e) {
            file.drop();
            throw e;
        }
    }

    /** Returns the snapshots whose trees are here, with the numbers of their roots. */
    Map<Id, Integer> snapshots() {
        return file.use(() -> {
            Map<Id, Integer> roots = new HashMap<>();
            for (byte[] snapshot : snapshots.values()) {
                ByteBuffer proved = proved(snapshot);
                byte[] id = new byte[Id.LENGTH];
                proved.get(id);
                roots.put(Id.of(id), proved.getInt());
            }
            return roots;
        });
    }

    /** Returns which numbers are taken by which trees. */
    TreeNumbers numbers() {
        return file.use(() -> {
            TreeNumbers numbers = new TreeNumbers();
            for (byte[] block : ids.values()) {
                ByteBuffer proved = proved(block);
                byte[] id = new byte[Id.LENGTH];
                while (proved.hasRemaining()) {
                    proved.get(id);
                    numbers.claim(Id.of(id));
                }
            }
            return numbers;
        });
    }

    /** Returns the listing of a tree; empty when it could not be read. */
    Optional<Listing> listing(int number) {
        return file.use(() -> {
            byte[] stored = listings.get((long) number);
            if (stored == null) {
                if (!unreadable.containsKey((long) number)) {
                    throw new UnusableStoreException("there is no listing " + number);
                }
                return Optional.empty();
            }
            ByteBuffer proved = proved(stored);
            return Optional.of(new Listing(stored, proved.position(), proved.limit()));
        });
    }

    /** Returns the trees that could not be read. */
    Set<Integer> unreadable() {
        return file.use(() -> {
            Set<Integer> numbers = new HashSet<>();
            unreadable.keySet().forEach(number -> numbers.add(number.intValue()));
            return numbers;
        });
    }

    /** Adds the listing of a tree. */
    void put(int number, byte[] listing) throws IOException {
        written(() -> listings.put((long) number, sealed(listing)));
    }

    /** Remembers that a tree could not be read. */
    void putUnreadable(int number) throws IOException {
        written(() -> {
            // An interrupted run may have left one.
            listings.remove((long) number);
            return unreadable.put((long) number, new byte[0]);
        });
    }

    /** Forgets that a tree could not be read. */
    void removeUnreadable(int number) throws IOException {
        written(() -> unreadable.remove((long) number));
    }

    /**
     * Makes what was put count.
     *
     * @param numbers all trees; the first {@code before} of them counted already
     * @param roots   the snapshots that are here now besides those that were
     */
    void commit(TreeNumbers numbers, int before, Map<Id, Integer> roots) throws IOException {
        written(() -> {
            for (int block = before / IDS_A_BLOCK; block * IDS_A_BLOCK < numbers.size(); block++) {
                int end = Math.min(numbers.size(), (block + 1) * IDS_A_BLOCK);
                Bytes bytes = new Bytes();
                for (int number = block * IDS_A_BLOCK; number < end; number++) {
                    bytes.all(numbers.id(number).bytes());
                }
                ids.put((long) block, sealed(bytes.copy()));
            }
            long next = snapshots.isEmpty() ? 0 : snapshots.lastKey() + 1;
            for (Map.Entry<Id, Integer> root : roots.entrySet()) {
                byte[] entry = ByteBuffer.allocate(Id.LENGTH + Integer.BYTES).put(root.getKey().bytes())
                        .putInt(root.getValue()).array();
                snapshots.put(next++, sealed(entry));
            }
            return file.store().commit();
        });
    }

    private void written(Supplier<?> access) throws IOException {
        try {
            file.use(access);
        } catch (UnusableStoreException e) {
            if (e.isWriteFailure()) {
                throw new IOException("the index of files cannot be written: " + e.getMessage()
                        + ". Is there space left in Tandem's folder 'data'?", e);
            }
            throw e;
        }
    }

    private static byte[] sealed(byte[] plain) {
        return Seal.sealed(Seal.NO_KEY, plain);
    }

    private static ByteBuffer proved(byte[] sealed) {
        return Seal.proved(Seal.NO_KEY, sealed);
    }

    @Override
    public void close() {
        file.close();
    }
}
