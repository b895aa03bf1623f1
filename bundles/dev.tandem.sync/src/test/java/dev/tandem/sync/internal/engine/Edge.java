package dev.tandem.sync.internal.engine;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.internal.baseline.PairState;
import dev.tandem.sync.internal.replica.Faults;
import dev.tandem.sync.internal.version.RunLog;
import dev.tandem.sync.internal.version.RunLogs;
import dev.tandem.sync.internal.version.Sides;
import dev.tandem.sync.spi.Merger;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Two sites that are kept in step, and what outlives the processes that do so. */
final class Edge {
    final Site left;
    final Site right;
    private final String id;
    private final Path logs;
    private final Faults faults;
    private final Map<Side, Long> marks = new EnumMap<>(Map.of(Side.LEFT, 0L, Side.RIGHT, 0L));
    private Path log;
    private long safe;

    Edge(Site left, Site right, Path folder, Faults faults) {
        this.left = left;
        this.right = right;
        this.id = left.name() + "-" + right.name();
        this.logs = folder.resolve(id);
        this.faults = faults;
    }

    /** Opens it for one run. */
    Open open(Workshop workshop) throws IOException {
        PairState state = PairState.open(workshop.stores(), id)
                .orElseThrow(() -> new SyncException(SyncException.Kind.LOCKED, "the state is open"));
        return new Open(state);
    }

    /** What was logged last and not flushed may be lost, or a part of it. */
    void failPower(RandomGenerator random) throws IOException {
        if (log != null && Files.exists(log)) {
            try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
                file.setLength(random.nextLong(safe, file.length() + 1));
            }
        }
    }

    @Override
    public String toString() {
        return id;
    }

    /** The edge, open for one run. */
    final class Open implements Pairing, AutoCloseable {
        private final PairState state;

        private Open(PairState state) {
            this.state = state;
        }

        @Override
        public Sides sides() {
            return new Sides(left.replica(), right.replica());
        }

        @Override
        public PairState state() {
            return state;
        }

        @Override
        public RunLogs logs() {
            return new RunLogs(logs);
        }

        @Override
        public RunLog begin(Instant now, Optional<String> undoes) throws IOException {
            RunLog begun = logs().begin(left.name(), right.name(), now, undoes);
            log = logs.resolve(begun.run() + ".log");
            safe = 0;
            return new Log(begun);
        }

        @Override
        public MergeBases mergeBases() {
            return new MergeBases(logs.resolveSibling(id + "-bases"), Merger.MAX_BYTES);
        }

        @Override
        public boolean isRolledBack(Side side) throws IOException {
            return marks.get(side) < state.baseline().header().runs();
        }

        @Override
        public void mark(long run) throws IOException {
            for (Side side : Side.values()) {
                long call = faults.begin("mark");
                marks.put(side, run);
                faults.end(call, "mark");
            }
        }

        @Override
        public String describe(Side side) {
            return "/" + (side == Side.LEFT ? left.name() : right.name());
        }

        @Override
        public Room room(Side side) {
            return new Room(side.name(), 1L << 40, 1L << 41);
        }

        @Override
        public void close() {
            state.close();
        }
    }

    /** A log whose calls go wrong as others do. What is flushed is a matter of {@link #failPower}, and of no disk. */
    private final class Log implements RunLog {
        private final RunLog real;

        Log(RunLog real) {
            this.real = real;
        }

        @Override
        public String run() {
            return real.run();
        }

        @Override
        public RawPath keep(RawPath path) {
            return real.keep(path);
        }

        @Override
        public void write(Event event) throws IOException {
            long call = faults.begin("write the log");
            real.write(event);
            faults.end(call, "write the log");
        }

        @Override
        public void flush() throws IOException {
            long call = faults.begin("flush the log");
            safe = Files.exists(log) ? Files.size(log) : 0;
            faults.end(call, "flush the log");
        }

        @Override
        public void finish() throws IOException {
            long call = faults.begin("finish the log");
            real.finish();
            safe = Files.exists(log) ? Files.size(log) : 0;
            faults.end(call, "finish the log");
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
