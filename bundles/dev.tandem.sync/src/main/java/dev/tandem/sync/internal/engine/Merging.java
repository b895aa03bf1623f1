package dev.tandem.sync.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.plugin.PluginFault;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.internal.baseline.Baseline;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.observe.Scope;
import dev.tandem.sync.internal.replica.ChangedException;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.version.Bases;
import dev.tandem.sync.internal.version.Likeness;
import dev.tandem.sync.internal.version.RunLog;
import dev.tandem.sync.internal.version.Sides;
import dev.tandem.sync.internal.version.Tally;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.Merger;
import java.io.IOException;
import java.lang.System.Logger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings two edits of a file together. What the file was before is known only where it was kept, so after each run what may
 * have to be merged some day is. Merged content takes the place of both edits, which become versions. Of one run.
 */
final class Merging {
    private static final Logger LOG = System.getLogger(Merging.class.getName());

    /** Larger files are hardly texts that somebody wrote. */
    private static final int KEPT_BYTES = 1 << 20;

    private final Sides sides;
    private final MergeBases kept;
    private final List<Merger> mergers;
    private final List<Merged> merged = new ArrayList<>();

    /** @param mergers the first that accepts a path is asked */
    Merging(Sides sides, MergeBases kept, List<Merger> mergers) {
        this.sides = sides;
        this.kept = kept;
        this.mergers = mergers;
    }

    private record Merged(RawPath path, FileItem left, FileItem right, byte[] bytes) {
        FileItem of(Side side) {
            return side == Side.LEFT ? left : right;
        }
    }

    /** A file as it was read. */
    private record Edit(FileItem file, byte[] bytes) { }

    /** Tries to merge; what succeeds is remembered for {@link #apply}. */
    boolean attempt(Conflict conflict) throws IOException {
        Optional<Merger> merger = merger(conflict.path());
        String before = conflict.base().map(version -> version.content()).orElse("");
        Optional<byte[]> base = merger.isPresent() && Id.isId(before) ? kept.find(Id.parse(before)) : Optional.empty();
        if (base.isEmpty()) {
            return false;
        }
        try {
            Edit left = read(sides.left(), conflict.path());
            Edit right = read(sides.right(), conflict.path());
            Optional<byte[]> result = merged(merger.get(), base.get(), left.bytes, right.bytes);
            result.ifPresent(bytes -> merged.add(new Merged(conflict.path(), left.file, right.file, bytes)));
            return result.isPresent();
        } catch (IOException unmergeable) {
            LOG.log(Logger.Level.INFO, conflict.path() + " is not merged, both versions are kept: "
                    + unmergeable.getMessage());
            return false;
        }
    }

    private Optional<Merger> merger(RawPath path) {
        return mergers.stream().filter(merger -> accepts(merger, path)).findFirst();
    }

    private static boolean accepts(Merger merger, RawPath path) {
        try {
            return merger.accepts(path);
        } catch (RuntimeException | Error thrown) {
            LOG.log(Logger.Level.WARNING, () -> fault(merger, thrown).getMessage(), thrown);
            return false;
        }
    }

    /** @throws IOException also where the merger throws what it must not: then both versions are kept */
    private static Optional<byte[]> merged(Merger merger, byte[] base, byte[] left, byte[] right) throws IOException {
        try {
            return merger.merge(base, left, right);
        } catch (RuntimeException | Error thrown) {
            PluginFault fault = fault(merger, thrown);
            throw new IOException(fault.getMessage(), fault);
        }
    }

    /** Returns whose fault it is; what is nobody's is thrown on. */
    private static PluginFault fault(Merger merger, Throwable thrown) {
        return switch (thrown) {
            case RuntimeException e when !PluginFault.is(e) -> throw e;
            case Error e when !PluginFault.is(e) -> throw e;
            default -> new PluginFault(merger.getClass().getName(), "a merge", thrown);
        };
    }

    private static Edit read(Replica side, RawPath path) throws IOException {
        try (Replica.Source source = side.read(path)) {
            FileItem before = source.stat();
            if (before.size() > Merger.MAX_BYTES) {
                throw new IOException(side.describe(path) + " is too large to be merged");
            }
            byte[] bytes = new byte[(int) before.size() + 1];
            int length = 0;
            for (int count = source.read(bytes, 0, bytes.length); count > 0;
                    count = source.read(bytes, length, bytes.length - length)) {
                length += count;
                if (length > before.size()) {
                    throw new ChangedException(side.describe(path) + " is being written to");
                }
            }
            if (length != before.size() || !Likeness.untouched(before, source.stat(), side.traits())) {
                throw new ChangedException(side.describe(path) + " is being written to");
            }
            byte[] content = Arrays.copyOf(bytes, length);
            return new Edit(before.with(digest(content)), content);
        }
    }

    private static Id digest(byte[] bytes) {
        return Id.of(Likeness.sha256().digest(bytes));
    }

    /** Puts what was merged into its places. */
    void apply(Bases bases, RunLog log, Tally tally, Instant now) throws IOException {
        for (Merged file : merged) {
            SyncItem row = new SyncItem(SyncItem.Stage.PLANNED, SyncItem.Action.UPDATE, Optional.empty(), file.path,
                    Optional.empty(), file.bytes.length, "both changes brought together");
            try {
                FileItem left = place(Side.LEFT, file, bases, log, now);
                FileItem right = place(Side.RIGHT, file, bases, log, now);
                bases.put(file.path, new Base(left, right));
                tally.done(row);
            } catch (ChangedException e) {
                tally.skipped(row, "changed meanwhile; the next run takes it");
            }
        }
    }

    private FileItem place(Side on, Merged file, Bases bases, RunLog log, Instant now) throws IOException {
        Replica side = sides.of(on);
        FileItem before = file.of(on);
        Id content = digest(file.bytes);
        if (before.content().equals(content)) {
            return before;
        }
        Attributes wanted = before.attributes().withModified(Attributes.nanoseconds(now));
        try (Replica.Staged staged = side.stage(file.path)) {
            staged.write(file.bytes, 0, file.bytes.length);
            staged.finish(wanted);
            side.flush();
            log.write(new RunLog.Placed(on, file.path, before, new FileItem(before.name(), file.bytes.length, content,
                    wanted), bases.of(file.path)));
            log.flush();
            FileItem placed = (FileItem) side.place(staged, file.path, before, log.keep(file.path));
            side.flush();
            return placed.with(content);
        }
    }

    /** Keeps what may have to be merged some day, and nothing else. */
    void keep(Baseline baseline, JobMonitor monitor) throws IOException {
        Set<Id> needed = new HashSet<>();
        keep(baseline, Scope.ROOT, needed, monitor);
        kept.retain(needed);
    }

    private void keep(Baseline baseline, RawPath directory, Set<Id> needed, JobMonitor monitor) throws IOException {
        monitor.checkCancelled();
        for (Map.Entry<RawName, Base> entry : baseline.children(directory).entrySet()) {
            RawPath path = directory.child(entry.getKey());
            switch (entry.getValue().left()) {
                case DirectoryItem _ -> keep(baseline, path, needed, monitor);
                case FileItem file when file.isRead() && file.size() <= KEPT_BYTES && merger(path).isPresent() -> {
                    needed.add(file.content());
                    keep(path, file.content());
                }
                default -> { }
            }
        }
    }

    private void keep(RawPath path, Id content) throws IOException {
        if (kept.has(content)) {
            return;
        }
        try {
            Edit now = read(sides.left(), path);
            if (now.file.content().equals(content)) {
                kept.keep(content, now.bytes);
            }
        } catch (ChangedException | java.nio.file.FileSystemException notNow) {
            // It is kept by the run that finds it in step; until then it cannot be merged.
            return;
        }
    }
}
