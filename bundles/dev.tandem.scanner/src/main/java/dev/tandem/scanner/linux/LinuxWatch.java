package dev.tandem.scanner.linux;

import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWatcher.Listener;
import dev.tandem.scan.LocalWatcher.Watch;
import dev.tandem.scanner.ClockGap;
import dev.tandem.scanner.linux.WatchTree.Node;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NotDirectoryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A watch under way: one thread that waits for events and tells of them, those that came together at once. */
final class LinuxWatch implements Watch {
    private static final Logger LOG = System.getLogger(LinuxWatch.class.getName());
    private static final String NO_WATCHES = "the system has no watches left for it (fs.inotify.max_user_watches), so"
            + " files whose content changes are not noticed there";
    /** To look at directories takes at most this part of the time. */
    private static final int LOOK_SHARE = 20;
    /** A file that is written to all the time is told no oftener than this. */
    private static final long REST = TimeUnit.MILLISECONDS.toNanos(10);

    private final List<RawPath> roots;
    private final Inotify inotify;
    private final WatchedDirectories directories;
    private final Listener listener;
    private final long lookNanos;
    private final ClockGap clocks = new ClockGap();
    private final Thread thread = Thread.ofPlatform().daemon().name("tandem-watch").unstarted(this::run);
    private final boolean local;

    // What is to be told, once the events that came together were read.
    private final Set<RawPath> changed = new LinkedHashSet<>();
    private final Map<RawPath, String> lost = new LinkedHashMap<>();
    private final Collector collector = new Collector();
    private final Set<RawPath> missing = new LinkedHashSet<>();
    private Optional<String> allLost = Optional.empty();
    private MountTable mounts = MountTable.read();
    private long nextLook;

    private volatile boolean closed;
    private volatile String mode = "";

    LinuxWatch(List<RawPath> roots, Inotify inotify, WatchedDirectories directories, Listener listener, Duration look)
            throws IOException {
        this.roots = roots.stream().distinct().filter(root -> roots.stream()
                .noneMatch(other -> !other.equals(root) && root.startsWith(other))).toList();
        this.inotify = inotify;
        this.directories = directories;
        this.listener = listener;
        lookNanos = look.toNanos();
        boolean all = true;
        for (RawPath root : this.roots) {
            all &= inotify.isLocal(root);
        }
        local = all;
    }

    private final class Collector implements WatchedDirectories.Found {
        @Override
        public void found(RawPath directory) {
            changed.add(directory);
        }

        @Override
        public void unwatched(RawPath directory) {
            lost.put(directory, NO_WATCHES);
        }
    }

    /** Starts watching, so that events are kept from now on. */
    void prepare() throws IOException {
        for (RawPath root : roots) {
            directories.add(root, Optional.empty(), collector);
            if (!directories.has(root)) {
                // Says why.
                inotify.directories(root);
                throw new NotDirectoryException(root.toString());
            }
        }
        changed.clear();
        describe();
        nextLook = System.nanoTime() + lookNanos;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            tell();
            while (!closed) {
                Inotify.Ready ready = inotify.await(Math.max(0, (nextLook - System.nanoTime()) / 1_000_000 + 1));
                if (ready.events()) {
                    readEvents();
                }
                if (ready.mounts()) {
                    readMounts();
                }
                if (System.nanoTime() >= nextLook) {
                    look();
                }
                if (allLost.isPresent()) {
                    startAgain(allLost.get());
                }
                describe();
                tell();
                if (ready.events()) {
                    LockSupport.parkNanos(REST);
                }
            }
        } catch (IOException | RuntimeException failed) {
            mode = "changes are not noticed any more: " + failed.getMessage();
            LOG.log(Level.ERROR, "watching " + roots + " ended", failed);
            roots.stream().filter(root -> !closed).forEach(root -> listener.lost(root, mode));
        } finally {
            inotify.close();
        }
    }

    private void readEvents() throws IOException {
        for (InotifyEvent event : inotify.events()) {
            read(event);
        }
    }

    /** Takes in an event; what it leads to is told later. */
    void read(InotifyEvent event) throws IOException {
        if (event.is(InotifyEvent.OVERFLOW)) {
            allLost = Optional.of("more changed at once than the system remembers"
                    + " (fs.inotify.max_queued_events)");
            return;
        }
        Optional<Node> known = directories.get(event.watch());
        if (known.isEmpty()) {
            return;
        }
        Node node = known.get();
        RawPath path = node.path();
        changed.add(path);
        if (event.name().isPresent()) {
            if (event.is(InotifyEvent.DIRECTORY)) {
                readDirectory(event, node, path.child(event.name().get()));
            }
        } else if (event.is(InotifyEvent.IGNORED)) {
            ended(node, path);
        } else if (event.is(InotifyEvent.UNMOUNT)) {
            lost.put(path, "what was mounted there is not any more");
        } else if (event.is(InotifyEvent.MOVE_SELF) && roots.contains(path)) {
            directories.drop(path);
            ended(path, "it was moved away");
        }
    }

    private void readDirectory(InotifyEvent event, Node parent, RawPath child) throws IOException {
        if (event.is(InotifyEvent.MOVED_FROM)) {
            directories.drop(parent, child.name());
        } else if (event.is(InotifyEvent.CREATE | InotifyEvent.MOVED_TO | InotifyEvent.ATTRIB)) {
            directories.arrived(child, parent, collector);
        }
    }

    private void ended(Node node, RawPath path) throws IOException {
        directories.ended(node);
        if (roots.contains(path)) {
            ended(path, "it is not there any more");
        } else if (lost.containsKey(path)) {
            // What was mounted over is there again.
            addAgain(path);
        }
    }

    private void ended(RawPath root, String why) {
        missing.add(root);
        lost.put(root, why);
    }

    private void addAgain(RawPath path) throws IOException {
        Optional<Node> parent = path.parent().flatMap(directories::find);
        if (parent.isPresent()) {
            directories.arrived(path, parent.get(), collector);
        }
    }

    private void readMounts() throws IOException {
        MountTable now = MountTable.read();
        Set<RawPath> differing = now.differing(mounts);
        mounts = now;
        for (RawPath point : differing) {
            if (roots.stream().anyMatch(root -> root.startsWith(point))) {
                allLost = Optional.of("something was mounted or unmounted at " + point);
            } else if (directories.has(point)) {
                directories.drop(point);
                addAgain(point);
                lost.put(point, "something was mounted or unmounted there");
            }
        }
    }

    private void look() throws IOException {
        long start = System.nanoTime();
        if (clocks.opened()) {
            roots.forEach(root -> lost.put(root, "the machine slept, or its clock was set"));
        }
        directories.look(changed::add, collector);
        for (RawPath root : List.copyOf(missing)) {
            directories.add(root, Optional.empty(), collector);
            if (directories.has(root)) {
                missing.remove(root);
                lost.put(root, "it is there again");
            }
        }
        long end = System.nanoTime();
        nextLook = end + Math.max(lookNanos, (end - start) * LOOK_SHARE);
    }

    /** Watches all anew, as directories may have come of which nobody was told. */
    private void startAgain(String why) throws IOException {
        allLost = Optional.empty();
        directories.clear();
        missing.clear();
        lost.clear();
        for (RawPath root : roots) {
            directories.add(root, Optional.empty(), collector);
            if (directories.has(root)) {
                lost.put(root, why);
            } else {
                ended(root, "it is not there any more");
            }
        }
    }

    private void tell() {
        List<RawPath> changes = new ArrayList<>(changed);
        Map<RawPath, String> losses = new LinkedHashMap<>(lost);
        changed.clear();
        lost.clear();
        losses.forEach((path, why) -> {
            if (!closed) {
                listener.lost(path, why);
            }
        });
        changes.stream().filter(path -> !closed && losses.keySet().stream().noneMatch(path::startsWith))
                .forEach(listener::changed);
    }

    private void describe() {
        String all = "changes are noticed at once";
        String watched = directories.polled() == 0 ? all : String.format("%s in %,d folders; in %,d others, for which the"
                + " system has no watches left (fs.inotify.max_user_watches), files that come, go or are renamed are"
                + " noticed within seconds, and changed contents only when everything is looked at", all,
                directories.watched(), directories.polled());
        mode = local ? watched
                : watched + "; what other machines change on a network drive, only when everything is looked at";
    }

    @Override
    public String mode() {
        return mode;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        inotify.wake();
        boolean interrupted = false;
        while (Thread.currentThread() != thread && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
