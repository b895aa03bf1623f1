package dev.tandem.sync.internal.replica.remote;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.replica.ChangedException;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.replica.Traits;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is on a storage. Where directories do not exist by themselves, one that is not there is one with nothing in it:
 * but what cannot be listed is unknown there, too.
 */
final class ObjectView {
    private final StorageSession session;
    private final Traits traits;
    private final ObjectItems items;
    /** Directories in whose place no file was found. */
    private final Set<RemotePath> noFiles = ConcurrentHashMap.newKeySet();

    ObjectView(StorageSession session, Traits traits, ObjectItems items) {
        this.session = session;
        this.traits = traits;
        this.items = items;
    }

    List<Replica.Entry> list(RawPath directory) throws IOException {
        RemotePath path = ObjectItems.remote(directory);
        List<Replica.Entry> entries = new ArrayList<>();
        for (ObjectInfo info : list(path)) {
            RawName name = RawName.of(info.path().name());
            if (!path.equals(RemotePath.ROOT) || !isOwn(name)) {
                entries.add(new Replica.Entry(name, items.of(info)));
            }
        }
        return entries;
    }

    /** Returns what is in a directory. */
    List<ObjectInfo> list(RemotePath directory) throws IOException {
        List<ObjectInfo> entries = new ArrayList<>();
        try {
            session.list(directory, entries::add);
            return entries;
        } catch (StorageException e) {
            Optional<ObjectInfo> there = e.kind() == Kind.NOT_FOUND || e.kind() == Kind.INVALID
                    ? session.stat(directory) : Optional.empty();
            if (there.isPresent() && !there.get().directory()) {
                throw new NotDirectoryException(directory.toString());
            }
            if (e.kind() != Kind.NOT_FOUND || directory.equals(RemotePath.ROOT)) {
                throw e;
            }
            if (!traits.means().directories()) {
                return List.of();
            }
            throw (IOException) new NoSuchFileException(directory.toString()).initCause(e);
        }
    }

    Item look(RawPath path) throws IOException {
        if (ObjectItems.isRoot(path)) {
            return new DirectoryItem(path.name(), false, Attributes.NONE);
        }
        return session.stat(ObjectItems.remote(path)).map(items::of).orElse(Item.ABSENT);
    }

    Replica.Source read(RawPath path) throws IOException {
        return new ObjectSource(session, ObjectItems.remote(path), file(path), () -> file(path));
    }

    private FileItem file(RawPath path) throws IOException {
        return switch (look(path)) {
            case FileItem file -> file;
            case Item.Gap _ -> throw new NoSuchFileException(path.toString());
            case Item other -> throw new FileSystemException(path.toString(), null, "is no file");
        };
    }

    boolean isOwn(RawName name) {
        return traits.caseSensitive() ? name.equals(RawName.of(Replica.OWN))
                : name.toString().equalsIgnoreCase(Replica.OWN);
    }

    /** Returns a place in the folder that is ours. */
    RemotePath own(RawPath keep) throws StorageException {
        RemotePath place = ObjectItems.remote(keep);
        if (place.names().size() < 2 || !place.names().getFirst().equals(Replica.OWN)) {
            throw new IllegalArgumentException(keep + " is not below " + Replica.OWN);
        }
        return place;
    }

    boolean isEmpty(RemotePath directory) throws IOException {
        return list(directory).isEmpty();
    }

    void requireEmptyDirectory(RawPath path) throws IOException {
        Item now = look(path);
        if (now == Item.ABSENT && traits.means().directories()) {
            throw new NoSuchFileException(path.toString());
        }
        if (now != Item.ABSENT && !(now instanceof DirectoryItem)) {
            throw new NotDirectoryException(path.toString());
        }
        if (!isEmpty(ObjectItems.remote(path))) {
            throw new DirectoryNotEmptyException(path.toString());
        }
    }

    /** Where directories do not exist by themselves, a storage may take a file below a file. */
    void requireNoFileAbove(RawPath path) throws IOException {
        for (RemotePath above = ObjectItems.remote(path).parent(); !traits.means().directories()
                && !above.equals(RemotePath.ROOT) && !noFiles.contains(above); above = above.parent()) {
            if (session.stat(above).filter(info -> !info.directory()).isPresent()) {
                throw new ChangedException(above + " is a file by now; nothing was put below it");
            }
            noFiles.add(above);
        }
    }
}
