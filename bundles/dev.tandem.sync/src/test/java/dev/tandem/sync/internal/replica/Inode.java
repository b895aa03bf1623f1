package dev.tandem.sync.internal.replica;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A file, link or directory in memory. */
final class Inode {
    /** An entry of a directory: its name as it is spelled. */
    record Named(RawName name, Inode inode) { }

    final FileType type;
    final long id;
    /** Of a file its bytes, of a link its target. */
    byte[] content = new byte[0];
    /** Of a directory, by what the file system takes for one name. */
    TreeMap<RawName, Named> entries = new TreeMap<>();
    int permissions;
    int uid;
    int gid;
    long modified;
    long changed;
    List<ExtendedAttribute> extended = List.of();
    boolean mount;
    boolean denied;
    /** Whether its content survives a power failure. */
    boolean forced = true;

    Inode(FileType type, long id, int permissions, long now) {
        this.type = type;
        this.id = id;
        this.permissions = permissions;
        this.modified = now;
        this.changed = now;
    }

    boolean isDirectory() {
        return type == FileType.DIRECTORY;
    }

    /** Returns a copy of this and all below; what has two names still has in the copy. */
    Inode copy(Map<Inode, Inode> known) {
        Inode before = known.get(this);
        if (before != null) {
            return before;
        }
        Inode copy = new Inode(type, id, permissions, modified);
        known.put(this, copy);
        copy.content = content;
        copy.uid = uid;
        copy.gid = gid;
        copy.changed = changed;
        copy.extended = extended;
        copy.mount = mount;
        copy.denied = denied;
        copy.forced = forced;
        entries.forEach((key, entry) -> copy.entries.put(key, new Named(entry.name(), entry.inode().copy(known))));
        return copy;
    }
}
