package dev.tandem.sync.internal.baseline;

import dev.tandem.catalog.StateMap;
import dev.tandem.model.RawName;
import dev.tandem.sync.internal.model.Base;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The listings of directories in a map, in blocks of some hundred entries, so that a change costs little however large
 * a directory is. The key of a block is the path of the directory, a NUL, and the name its entries begin with; that of
 * a directory's first block is the empty one. As no name has a NUL, the blocks of a directory lie together, and
 * everything below {@code a} begins with {@code a/}, while {@code a-b}, which lies between the two, does not.
 */
final class Listings {
    /** Entries a block may have. */
    private static final int BLOCK = 128;
    private static final byte[] NO_NAME = {};
    /** No path of ours begins with a slash, so what is on its way from one directory to another can be here. */
    private static final byte[] ELSEWHERE = {'/'};

    private final StateMap blocks;

    Listings(StateMap blocks) {
        this.blocks = blocks;
    }

    /** Tells {@code sink} of the entries of a directory, by key. */
    void read(byte[] directory, BiConsumer<RawName, Base> sink) throws IOException {
        byte[] first = key(directory, NO_NAME);
        blocks.forEach(first, (key, block) -> {
            if (!startsWith(key, first)) {
                return false;
            }
            BaseCodec.decode(block, sink);
            return true;
        });
    }

    /** Returns one entry of a directory. */
    Optional<Base> find(byte[] directory, RawName name) throws IOException {
        return Optional.ofNullable(block(blockOf(directory, name)).get(name));
    }

    /** Sets entries of a directory, and removes those that are set to nothing. */
    void merge(byte[] directory, NavigableMap<RawName, Optional<Base>> changes) throws IOException {
        byte[] key = null;
        NavigableMap<RawName, Base> entries = new TreeMap<>();
        for (Map.Entry<RawName, Optional<Base>> change : changes.entrySet()) {
            byte[] its = blockOf(directory, change.getKey());
            if (!Arrays.equals(its, key)) {
                store(directory, key, entries);
                key = its;
                entries = block(key);
            }
            if (change.getValue().isPresent()) {
                entries.put(change.getKey(), change.getValue().get());
            } else {
                entries.remove(change.getKey());
            }
        }
        store(directory, key, entries);
    }

    /** Returns the key of the block where an entry is, or belongs. */
    private byte[] blockOf(byte[] directory, RawName name) throws IOException {
        byte[] first = key(directory, NO_NAME);
        return blocks.floor(key(directory, name.bytes())).filter(floor -> startsWith(floor, first)).orElse(first);
    }

    private NavigableMap<RawName, Base> block(byte[] key) throws IOException {
        NavigableMap<RawName, Base> entries = new TreeMap<>();
        Optional<byte[]> block = blocks.get(key);
        if (block.isPresent()) {
            BaseCodec.decode(block.get(), entries::put);
        }
        return entries;
    }

    /** Writes a block, as several where it has too many entries. */
    private void store(byte[] directory, byte[] key, SortedMap<RawName, Base> entries) throws IOException {
        if (entries.isEmpty()) {
            if (key != null) {
                blocks.remove(key);
            }
            return;
        }
        int parts = (entries.size() + BLOCK - 1) / BLOCK;
        int size = (entries.size() + parts - 1) / parts;
        byte[] next = key;
        SortedMap<RawName, Base> part = new TreeMap<>();
        for (Map.Entry<RawName, Base> entry : entries.entrySet()) {
            if (part.size() == size) {
                blocks.put(next, BaseCodec.encode(part));
                next = key(directory, entry.getKey().bytes());
                part = new TreeMap<>();
            }
            part.put(entry.getKey(), entry.getValue());
        }
        blocks.put(next, BaseCodec.encode(part));
    }

    /** Forgets the listings of a directory and of all below. */
    void remove(byte[] directory) throws IOException {
        forEachBelow(directory, (key, _) -> {
            blocks.remove(key);
            return true;
        });
    }

    /** Gives the listings of a directory and of all below to another one, in place of those it had. */
    void move(byte[] from, byte[] to) throws IOException {
        if (!startsWith(from, to)) {
            remove(to);
            relocate(from, to);
            return;
        }
        // What is moved lies in what it takes the place of.
        relocate(from, ELSEWHERE);
        remove(to);
        relocate(ELSEWHERE, to);
    }

    private void relocate(byte[] from, byte[] to) throws IOException {
        forEachBelow(from, (key, block) -> {
            byte[] other = Arrays.copyOf(to, to.length + key.length - from.length);
            System.arraycopy(key, from.length, other, to.length, key.length - from.length);
            blocks.put(other, block);
            blocks.remove(key);
            return true;
        });
    }

    private void forEachBelow(byte[] directory, StateMap.Visitor visitor) throws IOException {
        for (byte[] prefix : new byte[][] {key(directory, NO_NAME), joined(directory, (byte) '/', NO_NAME)}) {
            blocks.forEach(prefix, (key, block) -> startsWith(key, prefix) && visitor.visit(key, block));
        }
    }

    /** Forgets everything. */
    void clear() throws IOException {
        blocks.clear();
    }

    private static byte[] key(byte[] directory, byte[] name) {
        return joined(directory, (byte) 0, name);
    }

    private static byte[] joined(byte[] directory, byte between, byte[] name) {
        byte[] key = Arrays.copyOf(directory, directory.length + 1 + name.length);
        key[directory.length] = between;
        System.arraycopy(name, 0, key, directory.length + 1, name.length);
        return key;
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}
