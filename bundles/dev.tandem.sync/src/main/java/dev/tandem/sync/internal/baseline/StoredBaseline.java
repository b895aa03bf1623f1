package dev.tandem.sync.internal.baseline;

import dev.tandem.catalog.StateMap;
import dev.tandem.catalog.StateStore;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.codec.Decoder;
import dev.tandem.sync.internal.codec.Encoder;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import java.io.IOException;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;

/**
 * The baseline in a store on this machine. Changes wait in memory, by directory, until some thousands of them are
 * merged into the listings: a block of entries is written once however many of them changed.
 *
 * @see PairState
 */
public final class StoredBaseline implements Baseline {
    /** Changes that wait at most, some megabytes. */
    private static final int WAITING = 8192;
    private static final byte[] HEADER = {};
    private static final RawPath HERE = RawPath.of(".");

    private final StateStore store;
    private final Listings listings;
    private final StateMap header;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    /** By directory, entries that were set, or removed. */
    private final NavigableMap<RawPath, NavigableMap<RawName, Optional<Base>>> waiting = new TreeMap<>();
    private final int most;
    private int waits;

    /** @param store is closed with this */
    StoredBaseline(StateStore store) {
        this(store, WAITING);
    }

    /** @param most changes that wait at most */
    StoredBaseline(StateStore store, int most) {
        this.store = store;
        this.most = most;
        this.listings = new Listings(store.map("base"));
        this.header = store.map("header");
    }

    /** What is done while others do not. */
    private interface Work {
        void run() throws IOException;
    }

    private static void under(Lock one, Work work) throws IOException {
        one.lock();
        try {
            work.run();
        } finally {
            one.unlock();
        }
    }

    @Override
    public SortedMap<RawName, Base> children(RawPath directory) throws IOException {
        SortedMap<RawName, Base> entries = new TreeMap<>();
        visit(directory, entries::put);
        return entries;
    }

    /**
     * Tells {@code sink} of the entries of a directory, by key, without ever holding all of them. The sink does not
     * change this baseline.
     */
    public void visit(RawPath directory, BiConsumer<RawName, Base> sink) throws IOException {
        under(lock.readLock(), () -> {
            NavigableMap<RawName, Optional<Base>> changes = waiting.get(directory);
            if (changes == null) {
                listings.read(bytes(directory), sink);
            } else {
                Overlay overlay = new Overlay(changes, sink);
                listings.read(bytes(directory), overlay);
                overlay.end();
            }
        });
    }

    @Override
    public void put(RawPath path, Base base) throws IOException {
        under(lock.writeLock(), () -> set(path, Optional.of(base)));
    }

    private static void requireEntry(RawPath path) {
        if (path.equals(HERE) || path.isAbsolute()) {
            throw new IllegalArgumentException("'" + path + "' is no entry of the root or of a directory below it");
        }
    }

    private void set(RawPath path, Optional<Base> base) throws IOException {
        requireEntry(path);
        if (waiting.computeIfAbsent(directory(path), _ -> new TreeMap<>()).put(path.name(), base) == null) {
            waits++;
        }
        if (waits >= most) {
            merge();
        }
    }

    private void merge() throws IOException {
        for (var directory : waiting.entrySet()) {
            listings.merge(bytes(directory.getKey()), directory.getValue());
        }
        waiting.clear();
        waits = 0;
    }

    @Override
    public void remove(RawPath path) throws IOException {
        under(lock.writeLock(), () -> {
            if (path.equals(HERE)) {
                waiting.clear();
                waits = 0;
                listings.clear();
                return;
            }
            dropWaiting(path);
            listings.remove(bytes(path));
            set(path, Optional.empty());
        });
    }

    private void dropWaiting(RawPath directory) {
        var deeper = waitingBelow(directory);
        for (var changes : deeper.values()) {
            waits -= changes.size();
        }
        deeper.clear();
        var own = waiting.remove(directory);
        waits -= own == null ? 0 : own.size();
    }

    private NavigableMap<RawPath, NavigableMap<RawName, Optional<Base>>> waitingBelow(RawPath directory) {
        // No name is empty, so this is no path, but what lies just before all below.
        RawPath before = directory.child(RawName.of(""));
        byte[] behind = before.bytes();
        behind[behind.length - 1]++;
        return waiting.subMap(before, false, RawPath.of(behind), false);
    }

    @Override
    public void move(RawPath from, RawPath to) throws IOException {
        requireEntry(from);
        requireEntry(to);
        if (from.equals(to)) {
            return;
        }
        if (to.startsWith(from)) {
            throw new IllegalArgumentException("'" + from + "' cannot move to '" + to + "'");
        }
        under(lock.writeLock(), () -> {
            Optional<Base> entry = find(from).map(base -> renamed(base, from.name(), to.name()));
            if (waiting.containsKey(from) || !waitingBelow(from).isEmpty()) {
                merge();
            }
            listings.move(bytes(from), bytes(to));
            dropWaiting(to);
            if (!from.startsWith(to)) {
                set(from, Optional.empty());
            }
            set(to, entry);
        });
    }

    private Optional<Base> find(RawPath path) throws IOException {
        RawPath directory = directory(path);
        var changes = waiting.get(directory);
        Optional<Base> change = changes == null ? null : changes.get(path.name());
        return change != null ? change : listings.find(bytes(directory), path.name());
    }

    /** A new key is a new spelling, as far as can be told here; where the key stays, so do the spellings. */
    private static Base renamed(Base base, RawName from, RawName to) {
        return from.equals(to) ? base : new Base(base.left().renamed(to), base.right().renamed(to), base.recheck());
    }

    @Override
    public Header header() throws IOException {
        Optional<byte[]> stored = header.get(HEADER);
        if (stored.isEmpty()) {
            return Header.NEW;
        }
        Decoder in = new Decoder(stored.get());
        return new Header(in.number(), in.number(), in.text(), in.text());
    }

    @Override
    public void setHeader(Header now) throws IOException {
        Encoder out = new Encoder();
        out.number(now.runs());
        out.number(now.files());
        out.text(now.selectionDigest());
        out.text(now.comparison());
        header.put(HEADER, out.all());
    }

    @Override
    public void commit() throws IOException {
        under(lock.writeLock(), () -> {
            merge();
            store.commit();
        });
    }

    @Override
    public void close() {
        store.close();
    }

    private static RawPath directory(RawPath path) {
        return path.parent().orElse(HERE);
    }

    /** The root is the empty path here. */
    private static byte[] bytes(RawPath directory) {
        return directory.equals(HERE) ? new byte[0] : directory.bytes();
    }
}
