package dev.tandem.sync.internal.gate;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Gate;
import dev.tandem.sync.GateLimits;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncRequest;
import dev.tandem.sync.internal.gate.SideTotals.Root;
import dev.tandem.sync.internal.gate.Toll.Tally;
import dev.tandem.sync.internal.plan.Names;
import dev.tandem.sync.internal.plan.Plan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says what must not be done without a person: plans that follow from an accident rather than from somebody's work.
 * Pure.
 */
public final class Gates {
    /** A base of fewer files than this may be emptied. */
    private static final long SOME = 2;

    /** When so much of a side would be replaced, nearly all of it would be. */
    private static final int NEARLY_ALL_PERCENT = 90;

    private static final int HALF_PERCENT = 50;

    private final Totals totals;
    private final GateLimits limits;
    private final List<Gate> gates = new ArrayList<>();

    private Gates(Totals totals, GateLimits limits) {
        this.totals = totals;
        this.limits = limits;
    }

    /**
     * Returns the gates that stop a plan.
     *
     * @param accepted what a person has accepted, by {@link Gate#id}; {@link SyncRequest#ALL} for all
     */
    public static List<Gate> of(Plan plan, Names names, Totals totals, GateLimits limits,
            Collection<String> accepted) {
        Gates gates = new Gates(totals, limits);
        gates.roots();
        Toll left = new Toll(plan, Side.LEFT, names);
        Toll right = new Toll(plan, Side.RIGHT, names);
        gates.deletions(left, right);
        gates.space(left, right);
        return gates.gates.stream().filter(gate -> !(gate.passable()
                && (accepted.contains(gate.id()) || accepted.contains(SyncRequest.ALL)))).toList();
    }

    private void roots() {
        if (totals.overlap()) {
            gates.add(new Gate("overlap", "the folders " + totals.left().origin() + " and " + totals.right().origin()
                    + " overlap", "Choose folders of which neither is in the other one", false));
        }
        for (Side side : Side.values()) {
            root(totals.of(side));
            emptied(side);
            mounts(totals.of(side));
            access(totals.of(side));
        }
    }

    private void root(SideTotals side) {
        switch (side.root()) {
            case SAME -> { }
            case MISSING -> {
                if (totals.files() > 0) {
                    stop("root-missing", "the folder " + side.origin() + " is not there, and had " + totals.files()
                            + " files at the last run", "Is its disk mounted? If the folder is gone for good");
                }
            }
            case REPLACED -> stop("root-replaced", "the folder " + side.origin()
                    + " is another one than at the last run", "Is the right disk mounted? If the folder is meant");
            case ROLLED_BACK -> stop("root-rolled-back", "the folder " + side.origin()
                    + " is in a state from before the last run, as after a restore", "What was changed there since would be lost. If that is meant");
        }
    }

    /** Exactly one side lost everything: more likely a disk that is not mounted than somebody's wish. */
    private void emptied(Side side) {
        if (totals.files() >= SOME && totals.of(side).root() != Root.MISSING && totals.of(side).files() == 0
                && totals.of(side.other()).files() > 0) {
            stop("root-emptied", "the folder " + totals.of(side).origin() + " is empty, and had " + totals.files()
                    + " files at the last run", "Is its disk mounted? If everything was deleted on purpose");
        }
    }

    private void mounts(SideTotals side) {
        if (!side.mountsGone().isEmpty()) {
            stop("mount-gone", "in the folder " + side.origin() + " " + count(side.mountsGone().size(), "file system")
                    + " mounted at the last run " + (side.mountsGone().size() == 1 ? "is" : "are")
                    + " no more: " + examples(side.mountsGone()),
                    "Mount what is missing. If it is gone for good");
        }
    }

    private void access(SideTotals side) {
        if (limits.accessCheckFile().isEmpty()) {
            return;
        }
        String file = limits.accessCheckFile().get();
        if (!side.accessMissing().isEmpty()) {
            stop("access-check", "in the folder " + side.origin() + " files '" + file + "' are missing: "
                    + examples(side.accessMissing()), "Find out where they went. If they were deleted on purpose");
        } else if (side.accessFiles() == 0) {
            stop("access-check", "the folder " + side.origin() + " has no file '" + file + "'",
                    "Make one on both sides. For this run");
        }
    }

    private void deletions(Toll left, Toll right) {
        for (Side side : Side.values()) {
            Toll toll = side == Side.LEFT ? left : right;
            allChanged(totals.of(side).origin(), toll);
            tooMany(totals.of(side).origin(), toll);
            wrongFolder(side, toll);
        }
    }

    private void allChanged(String origin, Toll toll) {
        if (isAllChanged(toll)) {
            stop("all-changed", count(toll.replaced().files(), "file") + " of " + totals.files() + " in " + origin
                    + " would be replaced and " + toll.deleted().files() + " deleted: " + toll.replaced().examples(),
                    "Were the files encrypted or converted? If all of it was changed on purpose");
        }
    }

    /** Deletions alone are a matter of their own limit. */
    private boolean isAllChanged(Toll toll) {
        long changed = toll.deleted().files() + toll.replaced().files();
        return limits.deletePercent() < 100 && toll.replaced().files() > 0 && totals.files() >= GateLimits.FEW
                && isMore(changed, totals.files(), NEARLY_ALL_PERCENT);
    }

    private void tooMany(String origin, Toll toll) {
        Tally deleted = toll.deleted();
        if (isTooMany(deleted.files(), totals.files())) {
            stop("max-delete", count(deleted.files(), "file") + " of " + totals.files() + " in " + origin
                    + " would be deleted: " + deleted.examples(), "If they were deleted on purpose");
        } else {
            folders(origin, toll);
        }
        if (limits.deleteCount() >= 0 && deleted.files() > limits.deleteCount()) {
            stop("max-delete-count", count(deleted.files(), "file") + " in " + origin + " would be deleted, more than "
                    + limits.deleteCount() + ": " + deleted.examples(), "If they were deleted on purpose");
        }
        if (limits.deleteBytes() >= 0 && deleted.bytes() > limits.deleteBytes()) {
            stop("max-delete-bytes", deleted.bytes() + " bytes in " + origin + " would be deleted, more than "
                    + limits.deleteBytes() + ": " + deleted.examples(), "If they were deleted on purpose");
        }
    }

    private void folders(String origin, Toll toll) {
        for (Map.Entry<RawName, Tally> folder : new TreeMap<>(toll.folders()).entrySet()) {
            long known = totals.folders().getOrDefault(folder.getKey(), 0L);
            Tally deleted = folder.getValue();
            if (isTooMany(deleted.files(), known)) {
                stop("max-delete", count(deleted.files(), "file") + " of " + known + " in the folder '"
                        + folder.getKey() + "' of " + origin + " would be deleted: " + deleted.examples(),
                        "If they were deleted on purpose");
            }
        }
    }

    private boolean isTooMany(long deleted, long known) {
        return limits.deletePercent() < 100 && deleted >= GateLimits.FEW && known > 0
                && isMore(deleted, known, limits.deletePercent());
    }

    /** A first run that makes a side like the other one, and finds hardly anything in common. */
    private void wrongFolder(Side side, Toll toll) {
        long changed = toll.created().files() + toll.deleted().files();
        long all = totals.of(side).files() + toll.created().files();
        if (totals.files() == 0 && totals.mirrors() && toll.deleted().files() > 0 && changed >= GateLimits.FEW
                && isMore(changed, all, HALF_PERCENT)) {
            String origin = totals.of(side).origin();
            stop("wrong-folder", "the folders have little in common: in " + origin + " "
                    + count(toll.created().files(), "file") + " would be made and " + toll.deleted().files()
                    + " deleted: " + toll.deleted().examples(), "Is " + origin + " the right folder? If it is");
        }
    }

    private void space(Toll left, Toll right) {
        SideTotals l = totals.left();
        SideTotals r = totals.right();
        if (l.freeBytes() >= 0 && l.fileSystem().equals(r.fileSystem())) {
            space(l.origin() + " and " + r.origin(), l, left.written() + right.written());
            return;
        }
        space(l.origin(), l, left.written());
        space(r.origin(), r, right.written());
    }

    private void space(String origin, SideTotals side, long written) {
        double reserve = side.capacity() * (limits.freeReserve() / 100.0);
        if (written > 0 && side.freeBytes() >= 0 && side.freeBytes() - (double) written < reserve) {
            stop("free-space", written + " bytes would be written to " + origin + ", where " + side.freeBytes()
                    + " are free and " + (long) reserve + " (" + limits.freeReserve() + " %) have to stay free",
                    "Make room. To try it all the same");
        }
    }

    /** Adds a gate; both sides may run into the same. */
    private void stop(String id, String message, String advice) {
        gates.add(new Gate(id, message, advice + ", pass --accept " + id + " (or --force for all)", true));
    }

    private static boolean isMore(long part, long all, int percent) {
        return part * 100.0 > all * (double) percent;
    }

    private static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%d %s%s", number, noun, number == 1 ? "" : "s");
    }

    private static String examples(List<RawPath> paths) {
        String some = String.join(", ", paths.stream().limit(Toll.SAMPLES).map(path -> "'" + path + "'").toList());
        return paths.size() > Toll.SAMPLES ? some + ", …" : some;
    }
}
