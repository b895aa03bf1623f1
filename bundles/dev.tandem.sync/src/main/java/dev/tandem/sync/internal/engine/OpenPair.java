package dev.tandem.sync.internal.engine;

import dev.tandem.model.RawPath;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncException.Kind;
import dev.tandem.sync.internal.baseline.PairState;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.replica.RootMarker;
import dev.tandem.sync.internal.version.RunLog;
import dev.tandem.sync.internal.version.RunLogs;
import dev.tandem.sync.internal.version.Sides;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pair that is open for one user: both sides, which nobody else uses meanwhile, and what is remembered of them. */
final class OpenPair implements Pairing, AutoCloseable {
    private final Workshop workshop;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Place left;
    private final Place right;
    private final Sides sides;
    private final String id;
    private PairState state;

    /**
     * A side of the pair.
     *
     * @param footing the ground, open
     */
    private record Place(Ground ground, Ground.Footing footing) {
        String id() {
            return footing.marker().map(RootMarker::id).orElse(ground.id());
        }
    }

    private OpenPair(Ground left, Ground right, AttributeRules rules, Workshop workshop) throws IOException {
        this.workshop = workshop;
        boolean opened = false;
        try {
            this.left = open(left, right.holds(rules));
            this.right = open(right, left.holds(rules));
            sides = new Sides(this.left.footing.replica(), this.right.footing.replica());
            requireTwo();
            id = PairId.of(this.left.id(), this.right.id());
            openState();
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    /**
     * Opens a pair.
     *
     * @throws SyncException {@code LOCKED} while another run uses one of the sides
     */
    static OpenPair open(Ground left, Ground right, AttributeRules rules, Workshop workshop) throws SyncException {
        try {
            return new OpenPair(left, right, rules, workshop);
        } catch (SyncException e) {
            throw e;
        } catch (IOException e) {
            throw new SyncException(Kind.STORAGE, e.getMessage(), e);
        }
    }

    private Place open(Ground ground, AttributeRules rules) throws IOException {
        Ground.Footing footing = ground.open(rules);
        open.push(footing);
        return new Place(ground, footing);
    }

    /** Two addresses may lead to one place, and of a copy that somebody made by hand it is not known when that was. */
    private void requireTwo() throws SyncException {
        boolean folders = left.ground.folder().isPresent() && right.ground.folder().isPresent();
        if (!folders && left.id().equals(right.id())) {
            throw new SyncException(Kind.INVALID, left.ground.describe() + " and " + right.ground.describe()
                    + " have the same mark: they are one place, or one is a copy of the other. If it is a copy, delete "
                    + "the folder " + Replica.OWN + " in it, then run again");
        }
    }

    private void openState() throws IOException {
        state = PairState.open(workshop.stores(), id).orElseThrow(() -> new SyncException(Kind.LOCKED,
                "another run keeps these folders in step; wait until it has finished"));
        open.push(state);
    }

    /** Puts what is remembered aside, as it is damaged, and begins with nothing. */
    void forgetState() throws IOException {
        open.remove(state);
        state.abandon();
        openState();
    }

    @Override
    public Sides sides() {
        return sides;
    }

    @Override
    public PairState state() {
        return state;
    }

    @Override
    public RunLogs logs() {
        return new RunLogs(folder().resolve("runs"));
    }

    @Override
    public RunLog begin(Instant now, Optional<String> undoes) throws IOException {
        return logs().begin(left.ground.describe(), right.ground.describe(), now, undoes);
    }

    @Override
    public MergeBases mergeBases() {
        return new MergeBases(folder().resolve("bases"), dev.tandem.sync.spi.Merger.MAX_BYTES);
    }

    private Path folder() {
        return workshop.places().catalog().resolve("sync").resolve(id);
    }

    private Place place(Side side) {
        return side == Side.LEFT ? left : right;
    }

    @Override
    public boolean isRolledBack(Side side) throws IOException {
        Optional<RootMarker> marker = place(side).footing.marker();
        return marker.isPresent() && marker.get().lastRun(id) < state.baseline().header().runs();
    }

    @Override
    public void mark(long run) throws IOException {
        Map<RawPath, String> marked = new HashMap<>();
        for (Side side : Side.values()) {
            mark(place(side), run, marked);
        }
        if (!workshop.roots().at(List.copyOf(marked.keySet())).equals(marked)) {
            workshop.roots().saw(marked);
        }
    }

    private void mark(Place place, long run, Map<RawPath, String> marked) throws IOException {
        Optional<RootMarker> marker = place.footing.marker();
        if (place.footing.replica().traits().writable() && marker.isPresent()) {
            place.footing.mark(marker.get().withRun(id, run));
            marked.put(place.ground.place(), place.id());
        }
    }

    @Override
    public String describe(Side side) {
        return place(side).ground.describe();
    }

    @Override
    public Room room(Side side) throws IOException {
        return place(side).ground.room();
    }

    @Override
    public void close() throws SyncException {
        IOException failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException e) {
                failure = e;
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                failure = new IOException(e);
            }
        }
        if (failure != null) {
            throw new SyncException(Kind.STORAGE, failure.getMessage(), failure);
        }
    }
}
