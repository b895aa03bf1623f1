package dev.tandem.sync.internal.replica;

import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Somebody else who works on the files of a {@link MemoryReplica}: no fault meets what he does. */
abstract class MemoryEditor implements TreeEditor {
    static final int FILE = 0644;
    static final int DIRECTORY = 0755;

    final MemoryOptions options;
    final LogicalClock clock;
    final MemoryTree tree;

    MemoryEditor(MemoryOptions options, LogicalClock clock) {
        this.options = options;
        this.clock = clock;
        this.tree = new MemoryTree(options.caseSensitive(), options.losesUnflushed(), clock.tick());
    }

    /** Tells whether an entry of the root is hidden in listings. */
    final boolean isOwn(RawName name) {
        return options.caseSensitive() ? name.toString().equals(Replica.OWN) : name.toString().equalsIgnoreCase(Replica.OWN);
    }

    /** Returns the time of what happens now, as far as the files can hold it. */
    final long now() {
        return rounded(clock.tick());
    }

    /** Returns a time as far as the files can hold it. */
    final long rounded(long time) {
        return time - Math.floorMod(time, options.granularity());
    }

    @Override
    public synchronized void write(RawPath path, byte[] content) throws IOException {
        long now = now();
        Optional<Inode.Named> there = tree.find(path);
        if (there.isEmpty()) {
            tree.link(path, tree.create(FileType.FILE, FILE, now), now);
        }
        Inode inode = tree.require(path);
        if (inode.type != FileType.FILE) {
            throw new FileSystemException(path.toString(), null, "is no file");
        }
        inode.content = content.clone();
        inode.modified = now;
        inode.changed = now;
        tree.changed();
    }

    @Override
    public synchronized byte[] content(RawPath path) throws IOException {
        Inode inode = tree.require(path);
        if (inode.isDirectory()) {
            throw new FileSystemException(path.toString(), null, "is a folder");
        }
        return inode.content.clone();
    }

    @Override
    public synchronized void link(RawPath path, byte[] target) throws IOException {
        Inode inode = tree.create(FileType.SYMLINK, 0777, now());
        inode.content = target.clone();
        tree.link(path, inode, now());
        tree.changed();
    }

    @Override
    public synchronized void mkdir(RawPath path) throws IOException {
        tree.link(path, tree.create(FileType.DIRECTORY, DIRECTORY, now()), now());
        tree.changed();
    }

    /** Makes a fifo. */
    public synchronized void mkfifo(RawPath path) throws IOException {
        tree.link(path, tree.create(FileType.FIFO, FILE, now()), now());
        tree.changed();
    }

    /** Gives a file another name beside its own. */
    public synchronized void hardLink(RawPath path, RawPath existing) throws IOException {
        tree.link(path, tree.require(existing), now());
        tree.changed();
    }

    @Override
    public synchronized void delete(RawPath path) throws IOException {
        tree.unlink(path, now());
        tree.changed();
    }

    @Override
    public synchronized void rename(RawPath from, RawPath to) throws IOException {
        Inode moved = tree.require(from);
        Optional<Inode.Named> there = tree.find(to);
        if (there.isPresent() && there.get().inode() != moved) {
            tree.unlink(to, now());
        }
        tree.rename(from, to, now());
        tree.changed();
    }

    @Override
    public synchronized void chmod(RawPath path, int permissions) throws IOException {
        Inode inode = tree.require(path);
        inode.permissions = permissions;
        inode.changed = now();
        tree.changed();
    }

    @Override
    public synchronized void touch(RawPath path, long modified) throws IOException {
        Inode inode = tree.require(path);
        inode.modified = rounded(modified);
        inode.changed = now();
        tree.changed();
    }

    /** Returns all paths of the tree with what is at them, without what is ours; contents as text. */
    public synchronized SortedMap<RawPath, String> tree() {
        TreeMap<RawPath, String> all = new TreeMap<>();
        collect(RawPath.of("."), tree.root(), all);
        return all;
    }

    private void collect(RawPath path, Inode directory, SortedMap<RawPath, String> all) {
        for (Inode.Named entry : directory.entries.values()) {
            RawPath below = path.child(entry.name());
            if (path.equals(RawPath.of(".")) && isOwn(entry.name())) {
                continue;
            }
            String content = new String(entry.inode().content, StandardCharsets.UTF_8);
            all.put(below, switch (entry.inode().type) {
                case FILE -> content;
                case SYMLINK -> "-> " + content;
                case DIRECTORY -> "/";
                default -> entry.inode().type.toString();
            });
            collect(below, entry.inode(), all);
        }
    }

    /** Returns everything that is kept below {@link #Replica.OWN}, by path relative to the root. */
    public synchronized SortedMap<RawPath, String> kept() {
        TreeMap<RawPath, String> all = new TreeMap<>();
        tree.find(RawPath.of(Replica.OWN)).ifPresent(own -> collect(RawPath.of(Replica.OWN), own.inode(), all));
        return all;
    }
}
