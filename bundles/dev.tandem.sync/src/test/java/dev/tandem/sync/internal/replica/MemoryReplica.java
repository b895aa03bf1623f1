package dev.tandem.sync.internal.replica;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A side in memory: a file system with inodes, times by a clock of the test, and faults. It keeps the contract of
 * {@link Replica} as {@link LocalReplica} does, and lets the test work on the files as somebody else would.
 *
 * <p>What dies ({@link Faults#killAt}) leaves the files as they were at that moment; nothing but the editing methods works until
 * {@link #revive}. With {@link MemoryOptions#losesUnflushed} it comes back as it was when it was flushed, or after any of
 * the changes since, in their order, and with the content torn of what was finished after the last flush.
 */
public final class MemoryReplica extends MemoryEditor implements Replica {
    private final Faults faults;
    private final Stamps stamps;
    private final Traits traits;
    private long changes;
    private long life;
    private long deaths;
    private long current;
    private boolean unmounted;

    /**
     * An empty one.
     *
     * @param faults what goes wrong, shared by all sides of one process
     */
    public MemoryReplica(MemoryOptions options, LogicalClock clock, Faults faults) {
        super(options, clock);
        this.faults = faults;
        this.stamps = new Stamps(options.changeTimes());
        this.traits = new Traits(options.origin(), "id of " + options.origin(), options.granularity(),
                options.caseSensitive(), true, options.changeTimes(), options.fileIds(), options.permissionMask(), true,
                true, options.links(), true, Traits.Names.BYTES, Traits.Means.FOLDER);
    }

    /** An empty one that is like ext4. */
    public MemoryReplica(String origin) {
        this(MemoryOptions.usual(origin), new LogicalClock(), new Faults());
    }

    // What the test controls

    /** Returns what goes wrong, and when. */
    public Faults faults() {
        return faults;
    }

    /** Begins another process. What was staged is gone, and where the last one died perhaps what was not flushed. */
    public synchronized void revive(RandomGenerator random) {
        if (faults.deaths() != deaths && options.losesUnflushed()) {
            tree.failPower(random);
        }
        deaths = faults.deaths();
        faults.end();
        life++;
    }

    /** Returns how many calls changed something; those of the editor do not count. */
    public synchronized long changes() {
        return changes;
    }

    public LogicalClock clock() {
        return clock;
    }

    /** From now on the root cannot be found, or is there again. */
    public synchronized void unmount(boolean gone) {
        unmounted = gone;
    }

    /** From now on a path cannot be looked at by us, or can again; the editor always can. */
    public synchronized void deny(RawPath path, boolean denied) throws IOException {
        tree.require(path).denied = denied;
    }

    /** From now on another file system begins at a directory. */
    public synchronized void mount(RawPath directory) throws IOException {
        tree.requireDirectory(directory).mount = true;
    }

    // Observing

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public String describe(RawPath path) {
        return options.origin() + ":" + path;
    }

    @Override
    public synchronized List<Entry> list(RawPath directory) throws IOException {
        begin("list " + directory);
        Inode inode = tree.requireDirectory(directory);
        requireAllowed(inode, directory);
        boolean isRoot = RootedPaths.isRoot(directory);
        List<Entry> entries = new ArrayList<>();
        for (Inode.Named entry : inode.entries.values()) {
            if (!isRoot || !isOwn(entry.name())) {
                entries.add(new Entry(entry.name(), observe(entry.name(), entry.inode())));
            }
        }
        return entries;
    }

    private static void requireAllowed(Inode inode, RawPath path) throws IOException {
        if (inode.denied) {
            throw new AccessDeniedException(path.toString(), null, "Permission denied");
        }
    }

    private Item observe(RawName name, Inode inode) {
        return inode.denied && !inode.isDirectory() ? new Item.Unknown("Permission denied") : item(name, inode);
    }

    private Item.Present item(RawName name, Inode inode) {
        boolean extended = options.rules().extended();
        Attributes attributes = new Attributes(inode.permissions, inode.uid, inode.gid, inode.modified,
                options.changeTimes() ? inode.changed : inode.modified, options.fileIds() ? inode.id : 0,
                extended ? LocalItems.digest(inode.extended) : Attributes.NO_EXTENDED);
        return switch (inode.type) {
            case FILE -> new Item.FileItem(name, inode.content.length, Item.FileItem.UNREAD, attributes);
            case DIRECTORY -> new Item.DirectoryItem(name, inode.mount, attributes);
            case SYMLINK -> new Item.LinkItem(name, inode.content, attributes);
            default -> new Item.SpecialItem(name, inode.type, attributes);
        };
    }

    @Override
    public synchronized Item look(RawPath path) throws IOException {
        begin("look at " + path);
        return glance(path);
    }

    private Item glance(RawPath path) {
        return tree.find(path).map(found -> observe(path.name(), found.inode())).orElse(Item.ABSENT);
    }

    @Override
    public synchronized Source read(RawPath file) throws IOException {
        begin("read " + file);
        Inode inode = tree.require(file);
        requireAllowed(inode, file);
        if (inode.type != FileType.FILE) {
            throw new FileSystemException(file.toString(), null, "is not a regular file (any more)");
        }
        return new MemorySource(file, inode);
    }

    @Override
    public synchronized List<ExtendedAttribute> extended(RawPath path) throws IOException {
        begin("extended attributes of " + path);
        return options.rules().extended() ? tree.require(path).extended : List.of();
    }

    /** A file open for reading: who writes to it meanwhile is seen. */
    private final class MemorySource implements Source {
        private final RawPath path;
        private final Inode inode;
        private int position;

        MemorySource(RawPath path, Inode inode) {
            this.path = path;
            this.inode = inode;
        }

        @Override
        public Item.FileItem stat() throws IOException {
            synchronized (MemoryReplica.this) {
                begin("stat of " + path);
                return (Item.FileItem) item(path.name(), inode);
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            synchronized (MemoryReplica.this) {
                begin("read of " + path);
                int count = Math.min(length, inode.content.length - position);
                if (count <= 0) {
                    return -1;
                }
                System.arraycopy(inode.content, position, buffer, offset, count);
                position += count;
                return count;
            }
        }

        @Override
        public void close() {
            position = Integer.MAX_VALUE;
        }
    }

    // Staging

    @Override
    public synchronized Staged stage(RawPath target) throws IOException {
        begin("stage " + target);
        requireChangeable(target);
        tree.requireAbove(target);
        return new MemoryStaged(target, tree.create(FileType.FILE, FILE, clock.tick()));
    }

    @Override
    public synchronized Staged stageLink(RawPath target, byte[] to) throws IOException {
        begin("stage link " + target);
        requireChangeable(target);
        tree.requireAbove(target);
        if (!options.links()) {
            throw new FileSystemException(target.toString(), null, "Operation not permitted");
        }
        Inode link = tree.create(FileType.SYMLINK, 0777, clock.tick());
        link.content = to.clone();
        return new MemoryStaged(target, link);
    }

    /** An inode without a name. */
    private final class MemoryStaged implements Staged {
        private final RawPath target;
        private final Inode inode;
        private final long born = life;
        private List<ExtendedAttribute> extended = List.of();
        private boolean finished;

        MemoryStaged(RawPath target, Inode inode) {
            this.target = target;
            this.inode = inode;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            synchronized (MemoryReplica.this) {
                begin("write " + target);
                requireAlive();
                int before = inode.content.length;
                inode.content = Arrays.copyOf(inode.content, before + length);
                System.arraycopy(buffer, offset, inode.content, before, length);
            }
        }

        private void requireAlive() {
            if (born != life) {
                throw new IllegalStateException("what was staged for " + target + " died with its process");
            }
        }

        @Override
        public void setExtended(List<ExtendedAttribute> attributes) {
            extended = attributes;
        }

        @Override
        public void finish(Attributes attributes) throws IOException {
            synchronized (MemoryReplica.this) {
                begin("finish " + target);
                requireAlive();
                Optional<Inode> before = tree.find(target).map(Inode.Named::inode)
                        .filter(there -> there.type == inode.type);
                before.ifPresent(replaced -> {
                    inode.permissions = replaced.permissions & 01777;
                    inode.uid = replaced.uid;
                    inode.gid = replaced.gid;
                });
                setCounted(inode, attributes);
                inode.extended = options.rules().extended() ? extended
                        : before.map(there -> there.extended).orElse(List.of());
                finished = true;
                if (inode.type == FileType.FILE) {
                    tree.written(inode);
                }
            }
        }

        Inode finished() {
            requireAlive();
            if (!finished) {
                throw new IllegalStateException(target + " is not finished, or is placed already");
            }
            return inode;
        }

        @Override
        public void close() {
            finished = false;
        }
    }

    private void setCounted(Inode inode, Attributes wanted) {
        AttributeRules rules = options.rules();
        int mask = rules.permissionMask() & options.permissionMask();
        if (inode.type != FileType.SYMLINK) {
            inode.permissions = inode.permissions & ~mask | wanted.permissions() & mask;
        }
        if (rules.owner()) {
            inode.uid = wanted.uid();
            inode.gid = wanted.gid();
        }
        if (rules.times() && inode.type == FileType.FILE) {
            inode.modified = rounded(wanted.modified());
        }
        inode.changed = clock.tick();
    }

    // Changing

    @Override
    public synchronized Item.Present place(Staged staged, RawPath path, Item expected, RawPath keep)
            throws IOException {
        String call = "place " + path;
        begin(call);
        requireChangeable(path);
        Inode next = ((MemoryStaged) staged).finished();
        tree.requireAbove(path);
        require(expected, path);
        switch (expected) {
            case Item.FileItem file -> replace(next, path, keep, call);
            case Item.LinkItem link -> replace(next, path, keep, call);
            case Item.Gap gap when gap == Item.ABSENT -> tree.link(path, next, now());
            default -> throw new IllegalArgumentException("a file or a link never takes the place of " + expected);
        }
        staged.close();
        done(call);
        return item(path.name(), next);
    }

    private void replace(Inode next, RawPath path, RawPath keep, String call) throws IOException {
        long now = now();
        tree.makeDirectories(requireOwn(keep).parent().orElseThrow(), now);
        if (options.exchange()) {
            // As on disk: what comes lies where the version will be, until both are exchanged.
            tree.link(keep, next, now);
            tree.changed();
            faults.middle(current, call);
            tree.unlink(keep, now);
            tree.link(keep, tree.unlink(path, now), now);
        } else {
            tree.rename(path, keep, now);
            tree.changed();
            faults.middle(current, call);
        }
        tree.link(path, next, now);
    }

    @Override
    public synchronized Item.Present makeDirectory(RawPath path, Attributes like) throws IOException {
        String call = "make directory " + path;
        begin(call);
        requireChangeable(path);
        Inode directory = tree.create(FileType.DIRECTORY, 0700, now());
        try {
            tree.link(path, directory, now());
        } catch (FileAlreadyExistsException taken) {
            throw new ChangedException(describe(path) + " appeared meanwhile; it was left as it is");
        }
        tree.changed();
        faults.middle(current, call);
        directory.permissions = DIRECTORY;
        setCounted(directory, like);
        directory.permissions |= 0700;
        done(call);
        return item(path.name(), directory);
    }

    @Override
    public synchronized void putAside(RawPath path, Item.Present expected, RawPath keep) throws IOException {
        String call = "put aside " + path;
        begin(call);
        requireChangeable(path);
        tree.requireAbove(path);
        require(expected, path);
        tree.makeDirectories(requireOwn(keep).parent().orElseThrow(), now());
        tree.changed();
        faults.middle(current, call);
        tree.rename(path, keep, now());
        done(call);
    }

    @Override
    public synchronized Item.Present bringBack(RawPath keep, RawPath path) throws IOException {
        String call = "bring back " + path;
        begin(call);
        requireChangeable(path);
        moveTo(requireOwn(keep), path);
        done(call);
        return item(path.name(), tree.require(path));
    }

    private void moveTo(RawPath from, RawPath to) throws IOException {
        try {
            tree.rename(from, to, now());
        } catch (FileAlreadyExistsException taken) {
            throw new ChangedException(describe(to) + " appeared meanwhile; it was left as it is");
        }
    }

    @Override
    public synchronized void discard(RawPath keep) throws IOException {
        String call = "discard " + keep;
        begin(call);
        if (tree.find(requireOwn(keep)).isPresent()) {
            tree.unlink(keep, now());
        }
        for (RawPath above = keep.parent().orElseThrow(); above.names().size() > 1;
                above = above.parent().orElseThrow()) {
            if (tree.find(above).isPresent() && tree.requireDirectory(above).entries.isEmpty()) {
                tree.unlink(above, now());
            }
        }
        done(call);
    }

    @Override
    public synchronized void removeDirectory(RawPath path) throws IOException {
        String call = "remove directory " + path;
        begin(call);
        requireChangeable(path);
        if (!tree.requireDirectory(path).entries.isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        tree.unlink(path, now());
        done(call);
    }

    @Override
    public synchronized Item.Present move(RawPath from, RawPath to, Item.Present expected) throws IOException {
        String call = "move " + from + " to " + to;
        begin(call);
        requireChangeable(from);
        requireChangeable(to);
        tree.requireAbove(from);
        tree.requireAbove(to);
        require(expected, from);
        moveTo(from, to);
        done(call);
        return item(to.name(), tree.require(to));
    }

    @Override
    public synchronized Item.Present setAttributes(RawPath path, Item.Present expected, Attributes wanted)
            throws IOException {
        String call = "set attributes of " + path;
        begin(call);
        requireChangeable(path);
        tree.requireAbove(path);
        require(expected, path);
        Inode inode = tree.require(path);
        setCounted(inode, wanted);
        done(call);
        return item(path.name(), inode);
    }

    @Override
    public synchronized Item.Present setExtended(RawPath path, Item.Present expected,
            List<ExtendedAttribute> attributes) throws IOException {
        String call = "set extended attributes of " + path;
        begin(call);
        requireChangeable(path);
        require(expected, path);
        Inode inode = tree.require(path);
        if (options.rules().extended()) {
            inode.extended = List.copyOf(attributes);
            inode.changed = clock.tick();
        }
        done(call);
        return item(path.name(), inode);
    }

    @Override
    public synchronized void flush() throws IOException {
        begin("flush");
        tree.flush();
        faults.end(current, "flush");
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    private void begin(String call) throws IOException {
        current = faults.begin(call);
        if (unmounted) {
            throw new FileSystemException(options.origin(), null,
                    "the folder is gone; connect its disk and try again");
        }
    }

    private void done(String call) {
        changes++;
        tree.changed();
        faults.end(current, call);
    }

    private void require(Item expected, RawPath path) throws IOException {
        if (!stamps.same(expected, glance(path))) {
            throw new ChangedException(describe(path) + " was changed meanwhile; it was left as it is");
        }
    }

    private void requireChangeable(RawPath path) {
        if (RootedPaths.isRoot(RootedPaths.requireSafe(path)) || isOwn(path.names().getFirst())) {
            throw new IllegalArgumentException(path + " is not for changing");
        }
    }

    private static RawPath requireOwn(RawPath keep) {
        List<RawName> names = RootedPaths.requireSafe(keep).names();
        if (names.size() < 2 || !names.getFirst().equals(RawName.of(OWN))) {
            throw new IllegalArgumentException(keep + " is not below " + OWN);
        }
        return keep;
    }
}
