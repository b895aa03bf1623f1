package dev.tandem.sync.internal.gate;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.plan.Names;
import dev.tandem.sync.internal.plan.Plan;
import dev.tandem.sync.internal.plan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a plan costs one side. */
final class Toll {
    /** So many paths are told as examples. */
    static final int SAMPLES = 3;

    /** Some files. */
    static final class Tally {
        private long files;
        private long bytes;
        private final List<RawPath> samples = new ArrayList<>();

        private void add(RawPath path, Item item) {
            files++;
            bytes += item instanceof FileItem file ? file.size() : 0;
            if (samples.size() < SAMPLES) {
                samples.add(path);
            }
        }

        long files() {
            return files;
        }

        long bytes() {
            return bytes;
        }

        /** Returns examples, for a person. */
        String examples() {
            String paths = String.join(", ", samples.stream().map(path -> "'" + path + "'").toList());
            return files > samples.size() ? paths + ", …" : paths;
        }
    }

    private final Tally deleted = new Tally();
    private final Tally replaced = new Tally();
    private final Tally created = new Tally();
    private final Map<RawName, Tally> folders = new HashMap<>();
    private long written;

    /** Counts what a plan does to a side; files and links count, folders do not, and moves are no deletions. */
    Toll(Plan plan, Side side, Names names) {
        plan.clearances().forEach(step -> count(step, side, names));
        plan.deletions().forEach(step -> count(step, side, names));
        for (Step.Copy copy : plan.copies()) {
            if (copy.on() == side) {
                (copy.expected().isPresent() ? replaced : created).add(copy.path(), copy.content());
                written += copy.content() instanceof FileItem file ? file.size() : 0;
            }
        }
    }

    private void count(Step.Delete step, Side side, Names names) {
        if (step.on() != side || step.expected() instanceof Item.DirectoryItem) {
            return;
        }
        deleted.add(step.path(), step.expected());
        List<RawName> path = step.path().names();
        if (path.size() > 1) {
            folders.computeIfAbsent(names.key(path.getFirst()), _ -> new Tally()).add(step.path(), step.expected());
        }
    }

    Tally deleted() {
        return deleted;
    }

    Tally replaced() {
        return replaced;
    }

    Tally created() {
        return created;
    }

    /** Returns what is deleted in each top folder, by the key of its name. */
    Map<RawName, Tally> folders() {
        return folders;
    }

    /** Returns the bytes that are added; what is replaced stays as a version, so it is not set off. */
    long written() {
        return written;
    }
}
