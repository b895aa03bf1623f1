package dev.tandem.tck;

import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A session around another one that shows changes late, against rule 1 of the contract: after a write, a deletion or a
 * rename the next few {@code stat}s and listings tell what was before. Content is read as it is. How late each change is
 * shown is decided by the seed, so that the same order of calls gives the same answers.
 */
public final class EventualStorage extends WrappedStorage {
    /** What is still shown, and how often. */
    private record Late(Optional<ObjectInfo> before, int looks) { }

    private final int mostLooks;
    private final Random random;
    // Guarded by itself.
    private final Map<RemotePath, Late> late = new HashMap<>();

    /**
     * Wraps {@code storage}; closing this closes it.
     *
     * @param mostLooks how many {@code stat}s and listings miss a change at most; at least one does
     */
    public EventualStorage(StorageSession storage, int mostLooks, long seed) {
        super(storage);
        this.mostLooks = mostLooks;
        this.random = new Random(seed);
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        List<ObjectInfo> shown = new ArrayList<>();
        Set<RemotePath> there = new HashSet<>();
        StorageException missing = null;
        try {
            super.list(directory, info -> {
                there.add(info.path());
                seen(info.path(), Optional.of(info)).ifPresent(shown::add);
            });
        } catch (StorageException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
            missing = e;
        }
        for (RemotePath gone : lateIn(directory)) {
            if (!there.contains(gone)) {
                seen(gone, Optional.empty()).ifPresent(shown::add);
            }
        }
        if (missing != null && shown.isEmpty()) {
            throw missing;
        }
        shown.forEach(sink);
    }

    private List<RemotePath> lateIn(RemotePath directory) {
        synchronized (late) {
            return late.keySet().stream()
                    .filter(path -> !path.equals(directory) && path.parent().equals(directory)).sorted().toList();
        }
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        return seen(path, super.stat(path));
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        Optional<ObjectInfo> before = super.stat(path);
        ObjectInfo written = super.write(path, content, options);
        hide(path, before);
        return written;
    }

    @Override
    public void delete(RemotePath path) throws StorageException {
        Optional<ObjectInfo> before = super.stat(path);
        super.delete(path);
        hide(path, before);
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        Optional<ObjectInfo> source = super.stat(from);
        Optional<ObjectInfo> target = super.stat(to);
        super.rename(from, to, replace);
        hide(from, source);
        hide(to, target);
    }

    private void hide(RemotePath path, Optional<ObjectInfo> before) {
        synchronized (late) {
            Optional<ObjectInfo> oldest = late.containsKey(path) ? late.get(path).before() : before;
            late.put(path, new Late(oldest, 1 + random.nextInt(mostLooks)));
        }
    }

    private Optional<ObjectInfo> seen(RemotePath path, Optional<ObjectInfo> now) {
        synchronized (late) {
            Late shown = late.get(path);
            if (shown == null) {
                return now;
            }
            if (shown.looks() == 1) {
                late.remove(path);
            } else {
                late.put(path, new Late(shown.before(), shown.looks() - 1));
            }
            return shown.before();
        }
    }
}
