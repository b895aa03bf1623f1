package dev.tandem.sync.internal.observe;

import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Selection;
import dev.tandem.sync.LinkRule;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.internal.baseline.Baseline;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.plan.Node;
import dev.tandem.sync.internal.replica.Lost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.LongAdder;

/**
 * Compares both sides with the base, directory by directory, several at once. Only differences are kept. Files are read
 * only where their stamps leave a doubt and the answer matters; what turns out to be equal on both sides goes to the
 * base at once, as that changes neither side.
 */
public final class Observer {
    private final Terms terms;
    private final Baseline baseline;
    private final Selection selection;
    private final LinkRule links;
    private final Digester digester;
    private final Recorder recorder;
    private final Optional<RawName> access;
    private final JobMonitor monitor;
    private final Totals totals = new Totals();
    private final LongAdder settled = new LongAdder();
    private final Queue<RawPath> leftMounts = new ConcurrentLinkedQueue<>();
    private final Queue<RawPath> rightMounts = new ConcurrentLinkedQueue<>();

    /**
     * @param recorder is told what is equal on both sides
     * @param access   the name of files that are counted, as they prove that a side is there
     * @param monitor  advances by directories
     */
    public Observer(Terms terms, Baseline baseline, Selection selection, LinkRule links, Digester digester,
            Recorder recorder, Optional<RawName> access, JobMonitor monitor) {
        this.terms = terms;
        this.baseline = baseline;
        this.selection = selection;
        this.links = links;
        this.digester = digester;
        this.recorder = recorder;
        this.access = access;
        this.monitor = monitor;
    }

    /** What becomes of paths that need no step. */
    public interface Recorder {
        /** Takes in that both sides are equal at a path. */
        void settle(RawPath key, Item.Present left, Item.Present right) throws IOException;

        /** Takes in that a path does not take part any more. */
        void leave(RawPath key) throws IOException;
    }

    /**
     * Observes.
     *
     * @throws IOException when the base fails; what fails of a side is {@link Item.Unknown}
     */
    public Observation observe(Scope scope, int workers) throws IOException {
        Item.Present left = root(Side.LEFT);
        Item.Present right = root(Side.RIGHT);
        Node root = new Node(RawName.of("."), new Base(left, right), left, right);
        Place place = new Place(Scope.ROOT, Optional.of(Scope.ROOT), Optional.of(Scope.ROOT), true, Totals.IN_ROOT);
        try (ForkJoinPool pool = new ForkJoinPool(workers)) {
            pool.invoke(new Visit(root, place, scope, false));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new Observation(root, totals, settled.sum(), List.copyOf(leftMounts),
                List.copyOf(rightMounts));
    }

    private Item.Present root(Side side) throws IOException {
        return (Item.Present) terms.of(side).look(Scope.ROOT);
    }

    /**
     * A directory.
     *
     * @param left  its path on the left as it is spelled there; empty where it is no directory there
     * @param known whether the base may know something below
     * @param top   the folder of the root it is in
     */
    private record Place(RawPath key, Optional<RawPath> left, Optional<RawPath> right, boolean known, RawName top) {
        Optional<RawPath> of(Side side) {
            return side == Side.LEFT ? left : right;
        }

        RawPath path(Side side, RawName name) {
            return of(side).orElseThrow().child(name);
        }

        Place child(RawName name, Item leftItem, Item rightItem, boolean knownBelow) {
            return new Place(key.child(name), path(left, leftItem), path(right, rightItem), knownBelow,
                    key.equals(Scope.ROOT) ? name : top);
        }

        private static Optional<RawPath> path(Optional<RawPath> above, Item item) {
            return item instanceof DirectoryItem directory ? above.map(path -> path.child(directory.name()))
                    : Optional.empty();
        }
    }

    /** Looks into a directory, and into those below. */
    private final class Visit extends RecursiveAction {
        private static final long serialVersionUID = 1L;

        private final transient Node node;
        private final transient Place place;
        private final transient Scope scope;
        private final boolean passage;
        private final transient List<Visit> below = new ArrayList<>();
        private long knownFiles;
        private long leftFiles;
        private long rightFiles;

        /** @param passage whether the directory counts only for what may be below */
        Visit(Node node, Place place, Scope scope, boolean passage) {
            this.node = node;
            this.place = place;
            this.scope = scope;
            this.passage = passage;
        }

        @Override
        protected void compute() {
            monitor.checkCancelled();
            try {
                look();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            monitor.advance(1, 0);
            totals.knew(place.top(), knownFiles);
            totals.saw(Side.LEFT, leftFiles);
            totals.saw(Side.RIGHT, rightFiles);
            invokeAll(below);
            below.stream().filter(Visit::found).forEach(visit -> node.add(visit.node));
        }

        private void look() throws IOException {
            SortedMap<RawName, Base> bases = place.known() ? baseline.children(place.key()) : new TreeMap<>();
            if (!scope.lists(place.key())) {
                bases.forEach(this::descend);
                return;
            }
            Listing left = list(Side.LEFT);
            Listing right = list(Side.RIGHT);
            if (left == null || right == null) {
                return;
            }
            int met = 0;
            for (Map.Entry<RawName, Item> entry : left.items().entrySet()) {
                Base base = bases.get(entry.getKey());
                met += base == null ? 0 : 1;
                compare(entry.getKey(), base, entry.getValue(), right.get(entry.getKey()));
            }
            for (Map.Entry<RawName, Item> entry : right.items().entrySet()) {
                if (!left.has(entry.getKey())) {
                    Base base = bases.get(entry.getKey());
                    met += base == null ? 0 : 1;
                    compare(entry.getKey(), base, Item.ABSENT, entry.getValue());
                }
            }
            if (met < bases.size()) {
                for (Map.Entry<RawName, Base> entry : bases.entrySet()) {
                    if (!left.has(entry.getKey()) && !right.has(entry.getKey())) {
                        compare(entry.getKey(), entry.getValue(), Item.ABSENT, Item.ABSENT);
                    }
                }
            }
        }

        /** Goes down where only something further below is to be observed. */
        private void descend(RawName key, Base base) {
            if (base.left() instanceof DirectoryItem && scope.reaches(place.key().child(key))) {
                visit(new Node(key, base, base.left(), base.right()), scope, false);
            }
        }

        /** Returns null where it cannot be told what is there: then the directory itself is unknown. */
        private Listing list(Side side) throws SyncException {
            if (place.of(side).isEmpty()) {
                return Listing.nothing();
            }
            try {
                return Listing.of(terms.of(side), place.of(side).get(), terms.names());
            } catch (IOException e) {
                Lost.end(e);
                node.set(side, new Item.Unknown("the folder cannot be listed: " + e.getMessage()));
                return null;
            }
        }

        private void compare(RawName key, Base base, Item leftSeen, Item rightSeen) throws IOException {
            RawPath path = place.key().child(key);
            Item left = part(path, leftSeen, rightSeen, base);
            Item right = part(path, rightSeen, leftSeen, base);
            if (left == Item.IGNORED && right == Item.IGNORED) {
                if (base != null) {
                    recorder.leave(path);
                }
                return;
            }
            left = sound(Side.LEFT, path, left, base);
            right = sound(Side.RIGHT, path, right, base);
            left = place.left().isPresent() ? terms.implied(Side.LEFT, left, right) : left;
            right = place.right().isPresent() ? terms.implied(Side.RIGHT, right, left) : right;
            leftFiles += left instanceof FileItem ? 1 : 0;
            rightFiles += right instanceof FileItem ? 1 : 0;
            if (access.isPresent() && access.get().equals(key)) {
                checkAccess(path, base, left, right);
            }
            knownFiles += base != null && base.left() instanceof FileItem ? 1 : 0;
            if (left instanceof DirectoryItem || right instanceof DirectoryItem) {
                directory(key, base, left, right);
            } else {
                entry(key, base, left, right);
            }
        }

        private void checkAccess(RawPath path, Base base, Item left, Item right) {
            boolean known = base != null && base.left() instanceof FileItem;
            totals.access(Side.LEFT, path, known, left instanceof FileItem);
            totals.access(Side.RIGHT, path, known, right instanceof FileItem);
        }

        private void directory(RawName key, Base base, Item leftSeen, Item rightSeen) throws IOException {
            Item left = leftSeen instanceof DirectoryItem ? leftSeen : recognise(Side.LEFT, leftSeen, base);
            Item right = rightSeen instanceof DirectoryItem ? rightSeen : recognise(Side.RIGHT, rightSeen, base);
            boolean same = isSettled(key, base, left, right);
            Node child = same ? new Node(key, new Base((Item.Present) left, (Item.Present) right), left, right)
                    : new Node(key, base, left, right);
            if (left instanceof Item.Unknown || right instanceof Item.Unknown) {
                node.add(child);
                return;
            }
            boolean wasThere = base != null && base.left() instanceof DirectoryItem;
            if (same && wasThere && !scope.reaches(place.key().child(key))) {
                return;
            }
            // What is new, or gone on one side, is observed whole.
            boolean whole = !wasThere || !(left instanceof DirectoryItem && right instanceof DirectoryItem);
            boolean passing = selection.part(place.key().child(key), true) == Selection.Part.BELOW;
            visit(child, whole ? Scope.ALL : scope, passing);
        }

        private void visit(Node child, Scope in, boolean passing) {
            boolean knownBelow = child.base().isPresent() && child.base().get().left() instanceof DirectoryItem;
            below.add(new Visit(child, place.child(child.key(), child.of(Side.LEFT), child.of(Side.RIGHT),
                    knownBelow), in, passing));
        }

        private void entry(RawName key, Base base, Item leftSeen, Item rightSeen) throws IOException {
            Item left = recognise(Side.LEFT, leftSeen, base);
            Item right = recognise(Side.RIGHT, rightSeen, base);
            if (base != null && left == base.left() && right == base.right()) {
                return;
            }
            if (left instanceof FileItem one && right instanceof FileItem other && one.size() == other.size()) {
                left = read(Side.LEFT, one);
                right = read(Side.RIGHT, other);
            }
            if (!isSettled(key, base, left, right)) {
                node.add(new Node(key, base, left, right));
            }
        }

        /** Returns the base's own item where nothing changed, and else one whose content is known if its size tells nothing. */
        private Item recognise(Side side, Item seen, Base base) {
            if (base == null || !(seen instanceof Item.Present now)) {
                return seen;
            }
            Item.Present then = base.of(side);
            if (!base.recheck() && terms.stamps(side).unchanged(now, then)) {
                return then;
            }
            return now instanceof FileItem file && then instanceof FileItem known && known.isRead()
                    && file.size() == known.size() ? read(side, file) : seen;
        }

        private Item read(Side side, FileItem file) {
            return file.isRead() ? file : digester.read(terms.of(side), place.path(side, file.name()), file);
        }

        /** Tells whether both sides are equal, and lets that be recorded where it is news. */
        private boolean isSettled(RawName key, Base base, Item left, Item right) throws IOException {
            if (!(left instanceof Item.Present one) || !(right instanceof Item.Present other)
                    || !terms.equal(one, other)) {
                return false;
            }
            if (base != null && base.left() instanceof DirectoryItem && !(one instanceof DirectoryItem)) {
                recorder.leave(place.key().child(key));
            }
            boolean news = base == null || isNews(Side.LEFT, one, base) || isNews(Side.RIGHT, other, base);
            if (news) {
                settled.increment();
            }
            if (news || base.recheck()) {
                recorder.settle(place.key().child(key), one, other);
            }
            return true;
        }

        /** Of a directory another time says only that something in it changed. */
        private boolean isNews(Side side, Item.Present now, Base base) {
            Item.Present then = base.of(side);
            return !now.equals(then)
                    && !(now instanceof DirectoryItem && terms.stamps(side).unchanged(now, then));
        }

        /** Tells whether something differs here or below. */
        boolean found() {
            if (passage && node.isLeaf() && node.base().isEmpty()) {
                return false;
            }
            return !node.isLeaf() || node.base().isEmpty() || node.of(Side.LEFT) instanceof Item.Unknown
                    || node.of(Side.RIGHT) instanceof Item.Unknown || !isBase(Side.LEFT) || !isBase(Side.RIGHT);
        }

        private boolean isBase(Side side) {
            return node.of(side).equals(node.base().orElseThrow().of(side));
        }
    }

    /** Returns an item as far as it takes part. */
    private Item part(RawPath path, Item seen, Item other, Base base) {
        if (seen instanceof Item.Present && links != LinkRule.KEEP && seen instanceof Item.LinkItem link) {
            if (links == LinkRule.IGNORE) {
                return Item.IGNORED;
            }
            if (!Links.isPortable(path, link.target())) {
                return new Item.Unknown("the link points out of its folder, to '" + new String(link.target(),
                        java.nio.charset.StandardCharsets.UTF_8) + "'");
            }
        }
        boolean directory = seen instanceof DirectoryItem
                || !seen.isPresent() && (other instanceof DirectoryItem
                || base != null && base.left() instanceof DirectoryItem);
        return selection.part(path, directory) == Selection.Part.OUT ? Item.IGNORED : seen;
    }

    /** Returns an item unless it can be told that it is not what it seems, or cannot be brought to the other side. */
    private Item sound(Side side, RawPath path, Item item, Base base) {
        if (item instanceof Item.Present present) {
            Optional<String> problem = Border.problem(present, terms.of(side.other()).traits());
            if (problem.isPresent()) {
                return new Item.Unknown(problem.get());
            }
        }
        return mounted(side, path, item, base);
    }

    /** An empty mount point looks like a folder whose files were all deleted. */
    private Item mounted(Side side, RawPath path, Item item, Base base) {
        if (item instanceof DirectoryItem directory && !directory.mount() && base != null
                && base.of(side) instanceof DirectoryItem then && then.mount()) {
            (side == Side.LEFT ? leftMounts : rightMounts).add(path);
            return new Item.Unknown("another file system was mounted here and is not now; mount it, or delete the "
                    + "folder if it is to stay away");
        }
        return item;
    }
}
