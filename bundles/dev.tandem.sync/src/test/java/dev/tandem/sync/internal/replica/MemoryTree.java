package dev.tandem.sync.internal.replica;

import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.plan.Names;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Directories, names and inodes; links are never followed. Used under the replica's lock. */
final class MemoryTree {
    private final Names names;
    private final boolean remembers;
    private final List<Inode> since = new ArrayList<>();
    private final List<Inode> unforced = new ArrayList<>();
    private Inode root;
    private long lastId;

    /** @param remembers whether what was not flushed may be lost */
    MemoryTree(boolean caseSensitive, boolean remembers, long now) {
        this.names = new Names(!caseSensitive, false);
        this.remembers = remembers;
        this.root = create(FileType.DIRECTORY, 0755, now);
        flush();
    }

    Inode root() {
        return root;
    }

    Inode create(FileType type, int permissions, long now) {
        return new Inode(type, ++lastId, permissions, now);
    }

    /** Notes that a change is complete: a power failure may leave the tree like this. */
    void changed() {
        if (remembers) {
            since.add(root.copy(new IdentityHashMap<>()));
        }
    }

    /** Notes that the content of an inode may be lost until the tree is flushed, whether it has a name or not. */
    void written(Inode inode) {
        inode.forced = false;
        unforced.add(inode);
    }

    /** Nothing before this is lost. */
    void flush() {
        unforced.forEach(inode -> inode.forced = true);
        unforced.clear();
        since.clear();
        changed();
    }

    /** Returns to how it was when it was flushed, or any time since; content that was not flushed is torn. */
    void failPower(RandomGenerator random) {
        IdentityHashMap<Inode, Inode> copies = new IdentityHashMap<>();
        root = since.get(random.nextInt(since.size())).copy(copies);
        copies.values().stream().filter(inode -> !inode.forced && inode.content.length > 0)
                .forEach(inode -> tear(inode, random.nextInt(inode.content.length)));
        unforced.clear();
        flush();
    }

    /** The size is there, the bytes are not, as delayed allocation leaves it. */
    private static void tear(Inode inode, int whole) {
        inode.content = Arrays.copyOf(Arrays.copyOf(inode.content, whole), inode.content.length);
        inode.forced = true;
    }

    /** Returns the directory that holds a path; empty where there is none, or only by a link. */
    Optional<Inode> above(RawPath path) {
        Inode directory = root;
        List<RawName> all = path.names();
        for (RawName name : all.subList(0, all.size() - 1)) {
            Inode.Named next = directory.entries.get(names.key(name));
            if (next == null || !next.inode().isDirectory()) {
                return Optional.empty();
            }
            directory = next.inode();
        }
        return Optional.of(directory);
    }

    Inode requireAbove(RawPath path) throws IOException {
        return above(path).orElseThrow(() -> new NoSuchFileException(path.toString(), null, "no folder above"));
    }

    Optional<Inode.Named> find(RawPath path) {
        if (RootedPaths.isRoot(path)) {
            return Optional.of(new Inode.Named(path.name(), root));
        }
        return above(path).map(directory -> directory.entries.get(names.key(path.name())));
    }

    Inode require(RawPath path) throws IOException {
        return find(path).orElseThrow(() -> new NoSuchFileException(path.toString())).inode();
    }

    Inode requireDirectory(RawPath path) throws IOException {
        Inode inode = require(path);
        if (!inode.isDirectory()) {
            throw new NotDirectoryException(path.toString());
        }
        return inode;
    }

    /** Gives an inode a name where nothing is. */
    void link(RawPath path, Inode inode, long now) throws IOException {
        Inode directory = requireAbove(path);
        RawName key = names.key(path.name());
        if (directory.entries.containsKey(key)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        directory.entries.put(key, new Inode.Named(path.name(), inode));
        directory.modified = now;
        directory.changed = now;
        inode.changed = now;
    }

    /** Takes a name away. */
    Inode unlink(RawPath path, long now) throws IOException {
        Inode directory = requireAbove(path);
        Inode.Named gone = directory.entries.remove(names.key(path.name()));
        if (gone == null) {
            throw new NoSuchFileException(path.toString());
        }
        directory.modified = now;
        directory.changed = now;
        return gone.inode();
    }

    /** Gives what is at a path another name, where nothing is but perhaps another spelling of itself. */
    void rename(RawPath from, RawPath to, long now) throws IOException {
        Inode inode = require(from);
        Optional<Inode> there = find(to).map(Inode.Named::inode);
        if (there.isPresent() && there.get() != inode || from.equals(to)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        requireAbove(to);
        if (to.startsWith(from)) {
            throw new IOException(to + " lies in " + from);
        }
        unlink(from, now);
        link(to, inode, now);
    }

    /** Makes a directory and all above it, where they are missing. */
    void makeDirectories(RawPath path, long now) throws IOException {
        RawPath place = RawPath.of(".");
        for (RawName name : path.names()) {
            place = place.child(name);
            if (find(place).isEmpty()) {
                link(place, create(FileType.DIRECTORY, 0700, now), now);
            }
        }
        requireDirectory(path);
    }
}
