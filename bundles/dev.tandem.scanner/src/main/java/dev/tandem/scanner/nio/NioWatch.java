package dev.tandem.scanner.nio;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWatcher.Listener;
import dev.tandem.scan.LocalWatcher.Watch;
import dev.tandem.scan.LocalWatcher.WatchFilter;
import dev.tandem.scanner.ClockGap;
import dev.tandem.scanner.PolledDirectories;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A watch under way: one thread that takes the events of a watch service, which has a key for each directory. */
final class NioWatch implements Watch {
    private static final Logger LOG = System.getLogger(NioWatch.class.getName());

    private final List<RawPath> roots;
    private final WatchFilter filter;
    private final Listener listener;
    private final WatchService service;
    private final NioReader reader = new NioReader();
    private final PolledDirectories polled = new PolledDirectories(reader, Clock.systemUTC());
    private final Map<WatchKey, RawPath> watched = new HashMap<>();
    private final Map<RawPath, WatchKey> keys = new HashMap<>();
    private final Set<RawPath> missing = new LinkedHashSet<>();
    private final Set<RawPath> changed = new LinkedHashSet<>();
    private final Map<RawPath, String> lost = new LinkedHashMap<>();
    private final long lookNanos;
    private final ClockGap clocks = new ClockGap();
    private final Thread thread = Thread.ofPlatform().daemon().name("tandem-watch").unstarted(this::run);
    private volatile boolean closed;
    private volatile int polledCount;

    NioWatch(List<RawPath> roots, WatchFilter filter, Listener listener, Duration look) throws IOException {
        lookNanos = look.toNanos();
        this.roots = List.copyOf(roots);
        this.filter = filter;
        this.listener = listener;
        for (RawPath root : roots) {
            if (!reader.stat(root).isDirectory()) {
                throw new NotDirectoryException(root.toString());
            }
        }
        service = NioPaths.path(RawPath.ROOT).getFileSystem().newWatchService();
        roots.forEach(this::add);
        changed.clear();
        polledCount = polled.size();
    }

    void start() {
        thread.start();
    }

    /** Watches a directory and all below: watched first and listed then, so that nothing is missed. */
    private void add(RawPath top) {
        Deque<RawPath> open = new ArrayDeque<>(List.of(top));
        while (!open.isEmpty()) {
            RawPath directory = open.pop();
            if (register(directory)) {
                changed.add(directory);
                list(directory, open);
            }
        }
    }

    /** Tells whether the directory was not known before. */
    private boolean register(RawPath directory) {
        if (!isDirectory(directory)) {
            return false;
        }
        try {
            Path path = NioPaths.path(directory);
            WatchKey key = path.register(service, StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY);
            polled.remove(directory);
            keys.put(directory, key);
            return !directory.equals(watched.put(key, directory));
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return false;
        } catch (IOException refused) {
            boolean first = polled.add(directory);
            if (first && !polled.contains(directory.parent().orElse(directory))) {
                lost.put(directory, "the system does not watch it (" + refused.getMessage()
                        + "), so files whose content changes are not noticed there");
            }
            return first;
        }
    }

    private boolean isDirectory(RawPath path) {
        try {
            return reader.stat(path).isDirectory();
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "{0} is not watched: {1}", path, gone.toString());
            return false;
        }
    }

    private void list(RawPath directory, Deque<RawPath> open) {
        try {
            for (RawName name : reader.names(directory)) {
                RawPath child = directory.child(name);
                if (filter.watches(child)) {
                    open.push(child);
                }
            }
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "{0} is not listed: {1}", directory, gone.toString());
        }
    }

    private void run() {
        long nextLook = System.nanoTime() + lookNanos;
        tell();
        while (!closed) {
            try {
                WatchKey key = service.poll(lookNanos, TimeUnit.NANOSECONDS);
                for (; key != null; key = service.poll()) {
                    read(key);
                }
            } catch (ClosedWatchServiceException ended) {
                return;
            } catch (InterruptedException unasked) {
                LOG.log(Level.DEBUG, "nobody has a reason to interrupt this thread", unasked);
            }
            if (System.nanoTime() - nextLook >= 0) {
                look();
                nextLook = System.nanoTime() + lookNanos;
            }
            polledCount = polled.size();
            tell();
        }
    }

    private void read(WatchKey key) {
        RawPath directory = watched.get(key);
        List<WatchEvent<?>> events = key.pollEvents();
        if (directory == null) {
            key.cancel();
            return;
        }
        changed.add(directory);
        for (WatchEvent<?> event : events) {
            if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
                lost.put(directory, "more changed at once than the system remembers");
                Deque<RawPath> open = new ArrayDeque<>();
                list(directory, open);
                open.forEach(this::add);
            } else if (event.context() instanceof Path name) {
                RawPath child = RawPath.of(directory.toPath().resolve(name));
                if (event.kind() == StandardWatchEventKinds.ENTRY_CREATE && filter.watches(child)) {
                    add(child);
                } else if (event.kind() == StandardWatchEventKinds.ENTRY_DELETE && keys.containsKey(child)) {
                    forget(child);
                }
            }
        }
        if (!key.reset()) {
            watched.remove(key);
            keys.remove(directory, key);
            if (roots.contains(directory) && missing.add(directory)) {
                lost.put(directory, "it is not there any more");
            }
        }
    }

    /** A directory that was moved away keeps its watch, but not its name. */
    private void forget(RawPath moved) {
        keys.entrySet().removeIf(entry -> {
            boolean below = entry.getKey().startsWith(moved);
            // The key may have been found under its new name already.
            if (below && watched.remove(entry.getValue(), entry.getKey())) {
                entry.getValue().cancel();
            }
            return below;
        });
    }

    private void look() {
        if (clocks.opened()) {
            roots.forEach(root -> lost.put(root, "the machine slept, or its clock was set"));
        }
        for (RawPath directory : polled.changed()) {
            changed.add(directory);
            Deque<RawPath> open = new ArrayDeque<>();
            list(directory, open);
            open.forEach(this::add);
        }
        roots.forEach(this::lookAtRoot);
    }

    /** The watch of a directory that was moved goes with it, and Java tells nothing. */
    private void lookAtRoot(RawPath root) {
        boolean there = isDirectory(root);
        if (!there && missing.add(root)) {
            forget(root);
            lost.put(root, "it is not there any more");
        } else if (there && missing.remove(root)) {
            add(root);
            lost.put(root, "it is there again");
        }
    }

    private void tell() {
        Map<RawPath, String> losses = new LinkedHashMap<>(lost);
        List<RawPath> changes = List.copyOf(changed);
        lost.clear();
        changed.clear();
        losses.forEach((path, why) -> {
            if (!closed) {
                listener.lost(path, why);
            }
        });
        changes.stream().filter(path -> !closed && losses.keySet().stream().noneMatch(path::startsWith))
                .forEach(listener::changed);
    }

    @Override
    public String mode() {
        return polledCount == 0 ? "changes are noticed within seconds" : String.format("changes are noticed within"
                + " seconds, but in %,d folders that the system does not watch, contents that change only when"
                + " everything is looked at", polledCount);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            service.close();
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "a watch of " + roots + " was not ended cleanly", failed);
        }
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
