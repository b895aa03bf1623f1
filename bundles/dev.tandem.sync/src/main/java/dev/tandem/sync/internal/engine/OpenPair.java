package dev.tandem.sync.internal.engine;

import dev.tandem.model.RawPath;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncException.Kind;
import dev.tandem.sync.internal.baseline.PairState;
import dev.tandem.sync.internal.replica.LocalReplica;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.replica.RootMarker;
import dev.tandem.sync.internal.version.RunLog;
import dev.tandem.sync.internal.version.RunLogs;
import dev.tandem.sync.internal.version.Sides;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
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
    private Ground left;
    private Ground right;
    private Sides sides;
    private PairState state;
    private String id;

    private OpenPair(Workshop workshop) {
        this.workshop = workshop;
    }

    /**
     * Opens a pair.
     *
     * @throws SyncException {@code LOCKED} while another run uses one of the sides
     */
    static OpenPair open(Ground left, Ground right, AttributeRules rules, Workshop workshop) throws SyncException {
        OpenPair pair = new OpenPair(workshop);
        boolean opened = false;
        try {
            pair.openAll(left, right, rules);
            opened = true;
            return pair;
        } catch (SyncException e) {
            throw e;
        } catch (IOException e) {
            throw new SyncException(Kind.STORAGE, e.getMessage(), e);
        } finally {
            if (!opened) {
                pair.close();
            }
        }
    }

    private void openAll(Ground leftGround, Ground rightGround, AttributeRules rules) throws IOException {
        Replica leftSide = openSide(leftGround, rules);
        Replica rightSide = openSide(rightGround, rules);
        sides = new Sides(leftSide, rightSide);
        left = new Ground(leftGround.path(), RootMarker.read(workshop.reader(), leftGround.path()));
        right = new Ground(rightGround.path(), RootMarker.read(workshop.reader(), rightGround.path()));
        id = PairId.of(left.id(), right.id());
        openState();
    }

    private Replica openSide(Ground ground, AttributeRules rules) throws IOException {
        Replica side = LocalReplica.open(ground.path(), workshop.reader(), workshop.writer(), rules);
        open.push(side);
        if (side.traits().writable()) {
            open.push(RootLock.take(ground.path().toPath()));
        }
        return side;
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
        return logs().begin(left.path().toString(), right.path().toString(), now, undoes);
    }

    @Override
    public MergeBases mergeBases() {
        return new MergeBases(folder().resolve("bases"), dev.tandem.sync.spi.Merger.MAX_BYTES);
    }

    private Path folder() {
        return workshop.places().catalog().resolve("sync").resolve(id);
    }

    @Override
    public boolean isRolledBack(Side side) throws IOException {
        Ground ground = side == Side.LEFT ? left : right;
        return ground.marker().isPresent() && ground.marker().get().lastRun(id) < state.baseline().header().runs();
    }

    @Override
    public void mark(long run) throws IOException {
        Map<RawPath, String> marked = new HashMap<>();
        mark(left, sides.left(), run, marked);
        mark(right, sides.right(), run, marked);
        if (!workshop.roots().at(List.copyOf(marked.keySet())).equals(marked)) {
            workshop.roots().saw(marked);
        }
    }

    private void mark(Ground ground, Replica side, long run, Map<RawPath, String> marked) throws IOException {
        if (side.traits().writable() && ground.marker().isPresent()) {
            ground.marker().get().withRun(id, run).write(workshop.writer(), ground.path());
            marked.put(ground.path(), ground.id());
        }
    }

    @Override
    public RawPath path(Side side) {
        return side == Side.LEFT ? left.path() : right.path();
    }

    @Override
    public Room room(Side side) throws IOException {
        FileStore store = Files.getFileStore(path(side).toPath());
        return new Room(store.name() + ' ' + store.type(), store.getUsableSpace(), store.getTotalSpace());
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
