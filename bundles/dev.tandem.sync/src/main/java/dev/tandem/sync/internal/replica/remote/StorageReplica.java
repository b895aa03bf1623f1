package dev.tandem.sync.internal.replica.remote;

import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.storage.Capability;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.replica.ChangedException;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.replica.Stamps;
import dev.tandem.sync.internal.replica.Traits;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A storage, whatever it can do: files and directories by name, and nothing of links, owners and permissions. Directories
 * above what is changed are made where they are missing. What was changed is on the storage for good when the call
 * returns. What exactly is made sure of in the moment of a change is a matter of {@link Exchange}.
 */
public final class StorageReplica implements Replica {
    private final String where;
    private final Traits traits;
    private final Stamps stamps;
    private final Guard guard;
    private final Spool spool;
    private final ObjectStore store;
    private final ObjectView view;
    private final Exchange exchange;

    /** Makes sure that nobody else changes the storage. */
    @FunctionalInterface
    public interface Guard {
        /** Returns while it is ours. */
        void check() throws IOException;
    }

    private StorageReplica(StorageSession session, String where, Traits traits, Spool spool, Guard guard) {
        this.where = where;
        this.traits = traits;
        this.stamps = new Stamps(traits.changeTimes());
        this.guard = guard;
        this.spool = spool;
        this.store = new ObjectStore(session, spool);
        this.view = new ObjectView(session, traits, store.items());
        this.exchange = Exchange.of(store);
    }

    /**
     * Opens a side.
     *
     * @param session stays the caller's to close
     * @param where   how people call the place
     * @param origin  a short name of it
     * @param rootId  what names the root; empty where it has no marker
     * @param allowed whether we may write there
     * @param cache   for what is on its way
     * @param guard   asked before each change
     */
    public static StorageReplica open(StorageSession session, String where, String origin, String rootId,
            boolean allowed, Path cache, Guard guard) throws IOException {
        Traits traits = StorageTraits.of(session.capabilities(), origin, rootId, allowed);
        Spool spool = Spool.open(cache);
        boolean opened = false;
        try {
            StorageReplica side = new StorageReplica(session, where, traits, spool, guard);
            if (traits.writable()) {
                side.store.sweep();
            }
            opened = true;
            return side;
        } finally {
            if (!opened) {
                spool.close();
            }
        }
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public void heed(JobMonitor monitor) {
        store.heed(monitor);
    }

    @Override
    public String describe(RawPath path) {
        return ObjectItems.isRoot(path) ? where : where + (where.endsWith("/") ? "" : "/") + path;
    }

    @Override
    public List<Entry> list(RawPath directory) throws IOException {
        return view.list(directory);
    }

    @Override
    public Item look(RawPath path) throws IOException {
        return view.look(path);
    }

    @Override
    public Source read(RawPath file) throws IOException {
        return view.read(file);
    }

    @Override
    public Staged stage(RawPath target) throws IOException {
        changeable(target);
        return store.begin();
    }

    @Override
    public Staged stageLink(RawPath target, byte[] to) throws IOException {
        throw new AccessDeniedException(describe(target), null, "a storage holds no links");
    }

    @Override
    public Item.Present place(Staged staged, RawPath path, Item expected, RawPath keep) throws IOException {
        Spooled next = (Spooled) staged;
        next.modified();
        RemotePath target = changeable(path);
        ObjectInfo now = switch (expected) {
            case FileItem file -> exchange.replace(next, require(file, path), file, view.own(keep));
            case Item.Gap gap when gap == Item.ABSENT -> {
                requireNothing(path);
                yield exchange.put(next, target);
            }
            default -> throw new IllegalArgumentException("a file never takes the place of " + expected);
        };
        next.placed();
        return store.items().file(now);
    }

    @Override
    public Item.Present makeDirectory(RawPath path, Attributes like) throws IOException {
        RemotePath directory = changeable(path);
        requireNothing(path);
        if (store.can(Capability.DIRECTORIES)) {
            store.session().makeDirectory(directory);
        }
        return new DirectoryItem(path.name(), false, Attributes.NONE);
    }

    @Override
    public void putAside(RawPath path, Item.Present expected, RawPath keep) throws IOException {
        changeable(path);
        RemotePath kept = view.own(keep);
        if (!(expected instanceof FileItem file)) {
            throw Exchange.changed(ObjectItems.remote(path));
        }
        exchange.move(require(file, path), file, kept);
    }

    @Override
    public Item.Present bringBack(RawPath keep, RawPath path) throws IOException {
        RemotePath kept = view.own(keep);
        changeable(path);
        requireNothing(path);
        ObjectInfo there = store.stat(kept).filter(info -> !info.directory())
                .orElseThrow(() -> new NoSuchFileException(describe(keep)));
        return moved(there, store.items().file(there), path);
    }

    private Item.Present moved(ObjectInfo there, FileItem expected, RawPath to) throws IOException {
        RemotePath target = ObjectItems.remote(to);
        try {
            exchange.move(there, expected, target);
        } catch (FileAlreadyExistsException taken) {
            throw Exchange.appeared(target);
        }
        return store.items().file(store.stat(target).orElseThrow(() -> Exchange.changed(target)));
    }

    @Override
    public void discard(RawPath keep) throws IOException {
        RemotePath kept = view.own(keep);
        guard.check();
        store.delete(kept);
        for (RemotePath above = kept.parent(); store.can(Capability.DIRECTORIES) && above.names().size() > 1;
                above = above.parent()) {
            if (store.stat(above).isPresent()) {
                if (!view.isEmpty(above)) {
                    return;
                }
                store.delete(above);
            }
        }
    }

    @Override
    public void removeDirectory(RawPath path) throws IOException {
        RemotePath directory = changeable(path);
        view.requireEmptyDirectory(path);
        if (store.can(Capability.DIRECTORIES)) {
            store.delete(directory);
        }
    }

    @Override
    public Item.Present move(RawPath from, RawPath to, Item.Present expected) throws IOException {
        changeable(from);
        RemotePath target = changeable(to);
        boolean spelling = !traits.caseSensitive() && from.toString().equalsIgnoreCase(to.toString());
        if (!spelling) {
            requireNothing(to);
        }
        return switch (expected) {
            case DirectoryItem directory -> {
                requireDirectory(from);
                new DirectoryMove(store, view, exchange).move(ObjectItems.remote(from), target, spelling);
                yield directory.renamed(to.name());
            }
            case FileItem file when spelling -> respell(require(file, from), file, to);
            case FileItem file -> moved(require(file, from), file, to);
            default -> throw Exchange.changed(ObjectItems.remote(from));
        };
    }

    /** The storage takes the new spelling for the old file, and would do nothing or find it in the way. */
    private Item.Present respell(ObjectInfo there, FileItem file, RawPath to) throws IOException {
        RemotePath between = ObjectStore.temporary();
        exchange.move(there, file, between);
        ObjectInfo now = store.stat(between).orElseThrow(() -> Exchange.changed(there.path()));
        return moved(now, file, to);
    }

    /** There are none that could be set. */
    @Override
    public Item.Present setAttributes(RawPath path, Item.Present expected, Attributes wanted) throws IOException {
        changeable(path);
        if (view.look(path) instanceof Item.Present now && stamps.same(expected, now)) {
            return now;
        }
        throw Exchange.changed(ObjectItems.remote(path));
    }

    @Override
    public void flush() {
        // Every write is one that lasts.
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }

    // Making sure

    private RemotePath changeable(RawPath path) throws IOException {
        RemotePath place = ObjectItems.remote(path);
        if (place.equals(RemotePath.ROOT) || view.isOwn(path.names().getFirst())) {
            throw new IllegalArgumentException(path + " is not for changing");
        }
        if (!traits.writable()) {
            throw new AccessDeniedException(where, null, "nothing can be written there; check your permissions");
        }
        guard.check();
        return place;
    }

    /** Returns what is at a path, which is what was seen there. */
    private ObjectInfo require(FileItem expected, RawPath path) throws IOException {
        RemotePath place = ObjectItems.remote(path);
        ObjectInfo now = store.stat(place).orElseThrow(() -> Exchange.changed(place));
        if (!stamps.same(expected, store.items().of(now))) {
            throw Exchange.changed(place);
        }
        return now;
    }

    private void requireNothing(RawPath path) throws IOException {
        if (view.look(path) != Item.ABSENT) {
            throw Exchange.appeared(ObjectItems.remote(path));
        }
        view.requireNoFileAbove(path);
    }

    private void requireDirectory(RawPath path) throws IOException {
        if (!(view.look(path) instanceof DirectoryItem)) {
            throw new ChangedException(describe(path) + " is no folder any more; it was left as it is");
        }
    }
}
