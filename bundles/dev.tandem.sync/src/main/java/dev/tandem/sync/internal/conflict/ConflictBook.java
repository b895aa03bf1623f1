package dev.tandem.sync.internal.conflict;

import dev.tandem.catalog.StateMap;
import dev.tandem.catalog.StateStore;
import dev.tandem.model.RawPath;
import dev.tandem.sync.SyncConflict;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.internal.codec.Decoder;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.Resolution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The conflicts of a pair that are not settled, and what a person answered to them. There is one a path; it is the same
 * one for as long as both sides have the same versions there, however often it is found. An answer is for exactly those
 * versions: once one of them changes, it is a new conflict. Changes last once the store is committed. Thread-safe.
 */
public final class ConflictBook {
    private static final byte[] ALL = {};

    /** By path key. */
    private final StateMap conflicts;
    /** By ID. */
    private final StateMap answers;

    /** A book in a store, which is committed and closed by its owner. */
    public ConflictBook(StateStore store) {
        this.conflicts = store.map("conflicts");
        this.answers = store.map("answers");
    }

    /**
     * Remembers a conflict that was found.
     *
     * @param key     the path by which both sides mean it, see {@link dev.tandem.sync.internal.plan.Names}
     * @param now     when it was found; what is remembered is when it was found first
     * @param outcome what was done about it; empty while it waits for a person
     * @param copy    the kept copy; empty also where there is only the one of before
     */
    public synchronized SyncConflict put(RawPath key, Conflict found, Instant now, Optional<String> outcome,
            Optional<RawPath> copy) throws IOException {
        String id = ConflictCodec.id(found);
        Optional<SyncConflict> before = get(key);
        Optional<SyncConflict> same = before.filter(conflict -> conflict.id().equals(id));
        if (before.isPresent() && same.isEmpty()) {
            answers.remove(bytes(before.get().id()));
        }
        SyncConflict conflict = new SyncConflict(id, found, same.map(SyncConflict::firstSeen).orElse(now), outcome,
                copy.or(() -> same.flatMap(SyncConflict::copy)));
        conflicts.put(key.bytes(), ConflictCodec.encode(conflict));
        return conflict;
    }

    /** Returns the conflict at a path. */
    public Optional<SyncConflict> get(RawPath key) throws IOException {
        Optional<byte[]> stored = conflicts.get(key.bytes());
        return stored.isPresent() ? Optional.of(ConflictCodec.decode(stored.get())) : Optional.empty();
    }

    /** Returns all, the oldest first. */
    public List<SyncConflict> open() throws IOException {
        List<SyncConflict> open = new ArrayList<>();
        conflicts.forEach(ALL, (_, value) -> open.add(ConflictCodec.decode(value)));
        // Those of one time stay in the order of their paths.
        open.sort(Comparator.comparing(SyncConflict::firstSeen));
        return open;
    }

    /** Returns the conflict with this ID. */
    public Optional<SyncConflict> find(String id) throws IOException {
        return open().stream().filter(conflict -> conflict.id().equals(id)).findFirst();
    }

    /** Forgets the conflict at a path, and the answer to it. */
    public synchronized void settle(RawPath key) throws IOException {
        Optional<SyncConflict> conflict = get(key);
        if (conflict.isPresent()) {
            answers.remove(bytes(conflict.get().id()));
            conflicts.remove(key.bytes());
        }
    }

    /**
     * Remembers what a person decided, for the next run.
     *
     * @throws SyncException {@code NOT_FOUND} where no conflict has this ID
     */
    public synchronized void answer(String id, Resolution resolution) throws IOException {
        if (find(id).isEmpty()) {
            throw new SyncException(SyncException.Kind.NOT_FOUND, "there is no conflict '" + id + "'. It may "
                    + "have been settled meanwhile, or one of its versions changed, which makes it another one");
        }
        answers.put(bytes(id), ConflictCodec.encode(resolution));
    }

    /** Returns what a person decided for a path with exactly these versions. */
    public Optional<Resolution> answerFor(Conflict conflict) throws IOException {
        Optional<byte[]> stored = answers.get(bytes(ConflictCodec.id(conflict)));
        return stored.isPresent() ? Optional.of(ConflictCodec.resolution(new Decoder(stored.get()))) : Optional.empty();
    }

    private static byte[] bytes(String id) {
        return id.getBytes(StandardCharsets.US_ASCII);
    }
}
