package dev.tandem.scanner.linux;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWatcher.WatchFilter;
import dev.tandem.scanner.PolledDirectories;
import dev.tandem.scanner.linux.WatchTree.Node;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The directories of a watch, with watches as far as there are any. A directory is watched first and listed then, so that
 * nothing that is made in it meanwhile is missed. Used by one thread.
 */
final class WatchedDirectories {
    private static final Logger LOG = System.getLogger(WatchedDirectories.class.getName());

    private final Inotify inotify;
    private final WatchFilter filter;
    private final int limit;
    private final WatchTree tree = new WatchTree();
    private final PolledDirectories polled;
    /** Whether the system refused a watch since it was last tried again. */
    private boolean full;

    WatchedDirectories(Inotify inotify, LocalReader reader, WatchFilter filter, int limit) {
        this.inotify = inotify;
        this.filter = filter;
        this.limit = limit;
        polled = new PolledDirectories(reader, Clock.systemUTC());
    }

    /** Who is told what becomes of a directory that was not watched before. */
    interface Found {
        /** It is watched, or looked at now and then, from now on. */
        void found(RawPath directory);

        /** There are no watches left for it and what is below. */
        void unwatched(RawPath directory);
    }

    private record Pending(RawPath path, Optional<Node> parent, boolean parentPolled) {
    }

    /**
     * Watches a directory and all below that passes the filter; the directory itself is taken to do so. One that is not
     * there, or that nobody may read, is passed over.
     */
    void add(RawPath top, Optional<Node> parent, Found found) throws IOException {
        Deque<Pending> open = new ArrayDeque<>();
        open.push(new Pending(top, parent, false));
        while (!open.isEmpty()) {
            Pending next = open.pop();
            int watch = full || tree.size() >= limit ? -Errno.ENOSPC : inotify.add(next.path);
            if (watch >= 0) {
                watched(next, watch, open, found);
            } else if (!isPassedOver(-watch)) {
                full |= watch == -Errno.ENOSPC;
                unwatched(next, open, found);
            }
        }
    }

    private static boolean isPassedOver(int error) {
        return switch (error) {
            case Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP, Errno.EACCES -> true;
            default -> false;
        };
    }

    private void watched(Pending next, int watch, Deque<Pending> open, Found found) {
        polled.remove(next.path);
        Node parent = next.parent.orElse(null);
        Optional<Node> known = tree.get(watch);
        if (known.isPresent() && known.get().is(parent, next.path)) {
            return;
        }
        // The same directory under a name it had before, or another directory under the same name.
        known.ifPresent(moved -> drop(moved, true));
        next.parent.flatMap(above -> tree.child(above, next.path.name())).ifPresent(replaced -> drop(replaced, false));
        Node node = tree.add(watch, parent, next.path);
        found.found(next.path);
        list(next.path, Optional.of(node), false, open);
    }

    private void unwatched(Pending next, Deque<Pending> open, Found found) {
        if (next.parent.flatMap(above -> tree.child(above, next.path.name())).isPresent() || !polled.add(next.path)) {
            return;
        }
        found.found(next.path);
        if (!next.parentPolled) {
            found.unwatched(next.path);
        }
        list(next.path, Optional.empty(), true, open);
    }

    private void list(RawPath directory, Optional<Node> node, boolean isPolled, Deque<Pending> open) {
        try {
            for (RawName name : inotify.directories(directory)) {
                RawPath child = directory.child(name);
                if (filter.watches(child)) {
                    open.push(new Pending(child, node, isPolled));
                }
            }
        } catch (IOException gone) {
            // If it went away, that is an event too; if it cannot be read, nobody can tell what is below.
            LOG.log(Level.DEBUG, "{0} is not listed: {1}", directory, gone.toString());
        }
    }

    /** Watches a directory that came to be in another, if the filter lets it through. */
    void arrived(RawPath directory, Node parent, Found found) throws IOException {
        if (filter.watches(directory)) {
            add(directory, Optional.of(parent), found);
        }
    }

    Optional<Node> get(int watch) {
        return tree.get(watch);
    }

    Optional<Node> find(RawPath directory) {
        return tree.find(directory);
    }

    /** Tells whether a directory is watched, or looked at now and then. */
    boolean has(RawPath directory) {
        return tree.find(directory).isPresent() || polled.contains(directory);
    }

    /** Ends the watches of the entry {@code name} of a directory, and of all below. */
    void drop(Node parent, RawName name) {
        tree.child(parent, name).ifPresent(node -> drop(node, false));
    }

    /** Ends the watches of a directory, wherever it is now, and of all below. */
    void drop(RawPath directory) {
        tree.find(directory).ifPresent(node -> drop(node, false));
        polled.all().stream().filter(each -> each.startsWith(directory)).forEach(polled::remove);
    }

    /** Forgets a directory whose watch the kernel has ended. */
    void ended(Node node) {
        drop(node, true);
    }

    private void drop(Node node, boolean keepOwn) {
        List<Integer> watches = tree.remove(node);
        watches.subList(keepOwn ? 1 : 0, watches.size()).forEach(inotify::remove);
    }

    /** Ends all watches. */
    void clear() throws IOException {
        inotify.renew();
        tree.clear();
        polled.clear();
        full = false;
    }

    /** Looks at the directories without watches: those that changed, and those for which there are watches by now. */
    void look(Consumer<RawPath> changed, Found found) throws IOException {
        if (polled.size() == 0) {
            return;
        }
        full = false;
        for (RawPath directory : polled.all()) {
            if (full || tree.size() >= limit) {
                break;
            }
            add(directory, holder(directory), found);
        }
        for (RawPath directory : polled.changed()) {
            changed.accept(directory);
            Deque<Pending> open = new ArrayDeque<>();
            list(directory, Optional.empty(), true, open);
            for (Pending child : open) {
                if (!has(child.path)) {
                    add(child.path, Optional.empty(), found);
                }
            }
        }
    }

    private Optional<Node> holder(RawPath directory) {
        return directory.parent().flatMap(tree::find);
    }

    int watched() {
        return tree.size();
    }

    int polled() {
        return polled.size();
    }
}
