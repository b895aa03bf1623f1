package dev.tandem.scanner;

import static org.junit.jupiter.api.Assertions.fail;

import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWatcher.Listener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a watch has told, and waiting for it. */
public final class Heard implements Listener {
    /** Long after anybody would have waited. */
    private static final long DEADLINE = 60;

    private record Told(RawPath path, String why) {
    }

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final Set<RawPath> changed = new HashSet<>();
    private final Map<RawPath, String> lost = new HashMap<>();

    @Override
    public void changed(RawPath directory) {
        told.add(new Told(directory, ""));
    }

    @Override
    public void lost(RawPath subtree, String why) {
        told.add(new Told(subtree, why));
    }

    /** Waits until a change in each of these was told. */
    public void awaitChanged(RawPath... directories) throws InterruptedException {
        awaitChanged(List.of(directories));
    }

    /** Waits until a change in each of these was told. */
    public void awaitChanged(List<RawPath> directories) throws InterruptedException {
        Set<RawPath> awaited = new HashSet<>(directories);
        awaited.removeAll(changed);
        while (!awaited.isEmpty()) {
            next(awaited.size() + " more, among them " + awaited.iterator().next());
            awaited.removeAll(changed);
        }
    }

    /** Waits until it was told that changes below a directory may be missed; returns why. */
    public String awaitLost(RawPath directory) throws InterruptedException {
        while (!lost.containsKey(directory)) {
            next("the loss of " + directory);
        }
        return lost.get(directory);
    }

    /** Forgets what was told so far. */
    public void forget() {
        List<Told> old = new ArrayList<>();
        told.drainTo(old);
        changed.clear();
        lost.clear();
    }

    /** Returns where changes were told, of what was waited for. */
    public Set<RawPath> changed() {
        return changed;
    }

    private void next(String awaited) throws InterruptedException {
        Told next = told.poll(DEADLINE, TimeUnit.SECONDS);
        if (next == null) {
            fail("never told of " + awaited);
        } else if (next.why.isEmpty()) {
            changed.add(next.path);
        } else {
            lost.put(next.path, next.why);
        }
    }
}
