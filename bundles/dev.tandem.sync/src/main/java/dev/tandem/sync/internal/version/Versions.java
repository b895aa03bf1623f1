package dev.tandem.sync.internal.version;

import dev.tandem.model.RawPath;
import dev.tandem.sync.FileVersion;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.version.RunLog.Event;
import dev.tandem.sync.internal.version.RunLog.Made;
import dev.tandem.sync.internal.version.RunLog.Placed;
import dev.tandem.sync.internal.version.RunLog.Removed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What runs overwrote or deleted, as their logs tell and as far as it is still there. */
public final class Versions {
    private static final Attributes NEW_DIRECTORY = new Attributes(0755, 0, 0, 0, 0, 0, Attributes.NO_EXTENDED);

    private final Sides sides;
    private final RunLogs logs;

    /** The versions of two sides. */
    public Versions(Sides sides, RunLogs logs) {
        this.sides = sides;
        this.logs = logs;
    }

    /** Returns the versions of a path and of all below, the newest first. */
    public List<FileVersion> list(RawPath path) throws IOException {
        List<FileVersion> versions = new ArrayList<>();
        for (String run : logs.names()) {
            for (FileVersion version : told(logs.read(run))) {
                if (isBelow(version.path(), path) && isThere(version)) {
                    versions.add(version);
                }
            }
        }
        return versions;
    }

    private static boolean isBelow(RawPath path, RawPath above) {
        return above.equals(RawPath.of(".")) || path.startsWith(above);
    }

    private boolean isThere(FileVersion version) throws IOException {
        return sides.of(version.side()).look(keep(version)).isPresent();
    }

    private static RawPath keep(FileVersion version) {
        return FileRunLog.keep(version.run(), version.path());
    }

    private static List<FileVersion> told(RunRecord record) {
        List<FileVersion> versions = new ArrayList<>();
        for (Event event : record.events()) {
            switch (event) {
                case Placed(var on, var path, Item.Present before, _, _) -> add(versions, record, on, path, before);
                case Removed(var on, var path, var before, _, _) -> add(versions, record, on, path, before);
                default -> { }
            }
        }
        return versions;
    }

    private static void add(List<FileVersion> versions, RunRecord record, Side on, RawPath path, Item.Present item) {
        if (!(item instanceof Item.DirectoryItem)) {
            long size = item instanceof Item.FileItem file ? file.size() : 0;
            versions.add(new FileVersion(record.run(), on, path, record.time(), item.attributes().modifiedTime(),
                    size, Optional.empty()));
        }
    }

    /**
     * Puts a version back. What is there becomes a version of the run that {@code log} is about; directories that are
     * missing above are made. The base learns nothing: the next run takes it for what somebody did.
     *
     * @param target where to
     */
    public void restore(FileVersion version, RawPath target, Bases bases, RunLog log) throws IOException {
        Replica side = sides.of(version.side());
        Item.Present kept = kept(side, version);
        makeParents(version.side(), target, log);
        Item now = side.look(target);
        if (now != Item.ABSENT && !(now instanceof Item.FileItem) && !(now instanceof Item.LinkItem)) {
            throw new SyncException(SyncException.Kind.INVALID, side.describe(target)
                    + " is no file, so no version can take its place. Name another target");
        }
        log.write(new Placed(version.side(), target, now, kept.renamed(target.name()), bases.of(target)));
        log.flush();
        if (now instanceof Item.Present present) {
            side.putAside(target, present, log.keep(target));
        }
        side.bringBack(keep(version), target);
        side.flush();
        log.finish();
    }

    private static Item.Present kept(Replica side, FileVersion version) throws IOException {
        if (side.look(keep(version)) instanceof Item.Present there) {
            return there instanceof Item.FileItem file ? file.with(Likeness.digest(side, keep(version))) : there;
        }
        throw new SyncException(SyncException.Kind.NOT_FOUND, "the version of " + version.path() + " that run "
                + version.run() + " put aside is not there any more. List the versions to see those there are");
    }

    private void makeParents(Side on, RawPath path, RunLog log) throws IOException {
        Optional<RawPath> parent = path.parent();
        if (parent.isEmpty() || sides.of(on).look(parent.get()).isPresent()) {
            return;
        }
        makeParents(on, parent.get(), log);
        log.write(new Made(on, parent.get()));
        sides.of(on).makeDirectory(parent.get(), NEW_DIRECTORY);
    }

    /**
     * Deletes what need not be kept any longer, and the logs of old runs nothing of which is left.
     *
     * @param inUse tells of versions that must stay, as a conflict refers to them
     */
    public void prune(VersionRetention retention, Instant now, Predicate<FileVersion> inUse) throws IOException {
        Instant young = now.minus(Duration.ofDays(retention.days()));
        Map<Place, Integer> newer = new HashMap<>();
        Set<String> staying = new HashSet<>();
        List<RunRecord> old = new ArrayList<>();
        for (String run : logs.names()) {
            RunRecord record = logs.read(run);
            boolean stays = record.end() == RunRecord.End.OPEN || !record.time().isBefore(young);
            for (FileVersion version : told(record)) {
                if (isThere(version)) {
                    int count = newer.merge(new Place(version.side(), version.path()), 1, Integer::sum);
                    boolean keep = stays || count <= retention.count() || inUse.test(version);
                    if (keep) {
                        staying.add(run);
                    } else {
                        sides.of(version.side()).discard(keep(version));
                    }
                }
            }
            if (stays) {
                staying.add(run);
            }
            old.add(record);
        }
        forget(old.reversed(), staying);
    }

    /** A path on a side. */
    private record Place(Side side, RawPath path) { }

    // A run whose undo were forgotten would look as if it had not been undone.
    private void forget(List<RunRecord> oldestFirst, Set<String> staying) throws IOException {
        for (RunRecord record : oldestFirst) {
            boolean needed = staying.contains(record.run()) || record.undoes().filter(staying::contains).isPresent();
            if (needed) {
                staying.add(record.run());
            } else {
                discardFolders(record);
                logs.delete(record.run());
            }
        }
    }

    // What was brought back left its folders behind.
    private void discardFolders(RunRecord record) throws IOException {
        for (FileVersion version : told(record)) {
            sides.of(version.side()).discard(keep(version));
        }
    }
}
