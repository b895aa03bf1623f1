package dev.tandem.sync.internal.plan;

import dev.tandem.backup.Id;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.model.Item.LinkItem;
import dev.tandem.sync.internal.model.Item.Present;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Two trees and a base, in memory. Plans are made of it and done to it; each step has to find what it expects, as with
 * a real replica.
 */
final class World {
    static final int MODE = 0644;

    private final Map<RawPath, Item> left = new TreeMap<>();
    private final Map<RawPath, Item> right = new TreeMap<>();
    private final Map<RawPath, Base> base = new TreeMap<>();
    private final Set<RawPath> atomic = new HashSet<>();
    private final Set<String> putAside = new LinkedHashSet<>();
    private final Names names;
    private long lastId = 100;

    World() {
        this(Names.EXACT);
    }

    World(Names names) {
        this.names = names;
    }

    /**
     * Returns a world in step: {@code "d/"} is a directory, {@code "d/f=1"} a file with content 1, {@code "l>t"} a
     * link.
     */
    static World of(String... items) {
        return of(Names.EXACT, items);
    }

    static World of(Names names, String... items) {
        World world = new World(names);
        for (String item : items) {
            world.put(Side.LEFT, item).put(Side.RIGHT, item);
        }
        return world.adoptAll();
    }

    /** Puts something on a side, written as in {@link #of(String...)}; a higher content is newer. */
    World put(Side side, String item) {
        if (item.endsWith("/")) {
            return mkdir(side, item);
        }
        if (item.contains(">")) {
            String[] parts = item.split(">");
            return put(side, path(parts[0]), link(path(parts[0]), parts[1]));
        }
        String[] parts = item.split("=");
        Item before = at(side, parts[0]);
        FileItem now = file(path(parts[0]), Integer.parseInt(parts[1]), 1000L * Integer.parseInt(parts[1]));
        // An edit keeps what else a file has.
        return put(side, path(parts[0]), before instanceof FileItem file
                ? withAttributes(now, file.attributes().withModified(now.attributes().modified())) : now);
    }

    World chmod(Side side, String path, int permissions) {
        Present item = (Present) at(side, path);
        return put(side, path(path), withAttributes(item, item.attributes().withPermissions(permissions)));
    }

    World touch(Side side, String path, long modified) {
        Present item = (Present) at(side, path);
        return put(side, path(path), withAttributes(item, item.attributes().withModified(modified)));
    }

    /** Returns what a side has, written as in {@link #of(String...)}, in order. */
    List<String> list(Side side) {
        List<String> items = new ArrayList<>();
        of(side).forEach((path, item) -> items.add(switch (item) {
            case FileItem file -> path + "=" + file.content().d();
            case LinkItem link -> path + ">" + new String(link.target());
            case DirectoryItem _ -> path + "/";
            default -> path + "?";
        }));
        items.sort(null);
        return items;
    }

    private World(World other, boolean mirrored) {
        this.names = other.names;
        this.left.putAll(mirrored ? other.right : other.left);
        this.right.putAll(mirrored ? other.left : other.right);
        other.base.forEach((path, known) -> base.put(path,
                mirrored ? new Base(known.right(), known.left(), known.recheck()) : known));
        this.atomic.addAll(other.atomic);
        this.lastId = other.lastId;
    }

    World copy() {
        return new World(this, false);
    }

    World mirrored() {
        return new World(this, true);
    }

    static RawPath path(String text) {
        return RawPath.of(text);
    }

    /** A file; its content is a number, which settles its size too. */
    static FileItem file(RawPath path, int content, long modified) {
        return new FileItem(path.name(), 1 + content % 7, new Id(0, 0, 1, content),
                new Attributes(MODE, 0, 0, modified, 0, 0, Attributes.NO_EXTENDED));
    }

    static LinkItem link(RawPath path, String target) {
        return new LinkItem(path.name(), target.getBytes(), new Attributes(0777, 0, 0, 5, 0, 0,
                Attributes.NO_EXTENDED));
    }

    static DirectoryItem directory(RawPath path) {
        return new DirectoryItem(path.name(), false, new Attributes(0755, 0, 0, 7, 0, 0, Attributes.NO_EXTENDED));
    }

    Map<RawPath, Item> of(Side side) {
        return side == Side.LEFT ? left : right;
    }

    Item at(Side side, String path) {
        return of(side).getOrDefault(path(path), Item.ABSENT);
    }

    Map<RawPath, Base> base() {
        return base;
    }

    Names names() {
        return names;
    }

    void setAtomic(String path) {
        atomic.add(path(path));
    }

    /** Puts something on a side, with an ID of its own where it has none. */
    World put(Side side, RawPath path, Item item) {
        of(side).put(path, item instanceof Present present ? identified(present, side) : item);
        return this;
    }

    World put(Side side, String path, int content, long modified) {
        return put(side, path(path), file(path(path), content, modified));
    }

    World mkdir(Side side, String path) {
        return put(side, path(path), directory(path(path)));
    }

    private Present identified(Present item, Side side) {
        return item.attributes().fileId() != 0 ? item : withId(item, nextId(side));
    }

    private long nextId(Side side) {
        return lastId++ * 10 + side.ordinal() + 1;
    }

    static Present withId(Present item, long id) {
        return withAttributes(item, id(item.attributes(), id));
    }

    static Attributes id(Attributes attributes, long id) {
        return new Attributes(attributes.permissions(), attributes.uid(), attributes.gid(), attributes.modified(),
                attributes.changed(), id, attributes.extended());
    }

    static Present withAttributes(Present item, Attributes attributes) {
        return switch (item) {
            case FileItem file -> new FileItem(file.name(), file.size(), file.content(), attributes);
            case LinkItem link -> new LinkItem(link.name(), link.target(), attributes);
            case DirectoryItem directory -> new DirectoryItem(directory.name(), directory.mount(), attributes);
            case Item.SpecialItem special -> new Item.SpecialItem(special.name(), special.type(), attributes);
        };
    }

    World remove(Side side, String path) {
        of(side).keySet().removeIf(each -> each.startsWith(path(path)));
        return this;
    }

    World move(Side side, String from, String to) {
        move(of(side), path(from), path(to));
        return this;
    }

    static void move(Map<RawPath, Item> items, RawPath from, RawPath to) {
        Map<RawPath, Item> moved = new TreeMap<>();
        items.forEach((path, item) -> {
            if (path.startsWith(from)) {
                RawPath now = rebased(path, from, to);
                boolean itself = path.equals(from);
                moved.put(now, itself && item instanceof Present present ? present.renamed(to.name()) : item);
            }
        });
        items.keySet().removeIf(path -> path.startsWith(from));
        items.putAll(moved);
    }

    static RawPath rebased(RawPath path, RawPath from, RawPath to) {
        RawPath now = to;
        List<RawName> all = path.names();
        for (RawName name : all.subList(from.names().size(), all.size())) {
            now = now.child(name);
        }
        return now;
    }

    /** Both sides are equal wherever both have the same: that is the base. */
    World adoptAll() {
        base.clear();
        left.forEach((path, item) -> adopt(names.key(path), item, find(right, names.key(path))));
        return this;
    }

    void adopt(RawPath key, Item l, Item r) {
        if (l instanceof Present one && r instanceof Present other && Change.sameContent(one, other)) {
            base.put(key, new Base(one, other));
        }
    }

    /** Returns what a side has under any spelling of a path. */
    Item find(Side side, RawPath path) {
        return find(of(side), names.key(path));
    }

    private Item find(Map<RawPath, Item> items, RawPath key) {
        if (names.equals(Names.EXACT)) {
            return items.getOrDefault(key, Item.ABSENT);
        }
        return items.entrySet().stream().filter(entry -> names.key(entry.getKey()).equals(key)).findFirst()
                .map(Map.Entry::getValue).orElse(Item.ABSENT);
    }

    /** Returns the tree a plan is made of. */
    Node tree(boolean onlyWhatDiffers) {
        RawPath rootPath = path(".");
        Node root = new Node(rootPath.name(), null, directory(rootPath), directory(rootPath));
        Map<RawPath, Node> nodes = new TreeMap<>();
        Set<RawPath> keys = new java.util.TreeSet<>(base.keySet());
        left.keySet().forEach(path -> keys.add(names.key(path)));
        right.keySet().forEach(path -> keys.add(names.key(path)));
        for (RawPath key : keys) {
            Node node = new Node(key.name(), base.get(key), find(left, key), find(right, key));
            node.setAtomic(atomic.contains(key));
            nodes.put(key, node);
            key.parent().map(nodes::get).orElse(root).add(node);
        }
        if (onlyWhatDiffers) {
            prune(root);
        }
        return root;
    }

    private static void prune(Node node) {
        if (node.isAtomic() || !(node.of(Side.LEFT) instanceof DirectoryItem)
                || !(node.of(Side.RIGHT) instanceof DirectoryItem)) {
            return;
        }
        for (Node child : List.copyOf(node.children())) {
            prune(child);
            boolean same = child.base().filter(known -> known.left().equals(child.of(Side.LEFT))
                    && known.right().equals(child.of(Side.RIGHT)) && !known.recheck()).isPresent();
            if (same && (child.isLeaf() || child.children().stream().allMatch(World::isSame))) {
                node.remove(child.key());
            }
        }
    }

    private static boolean isSame(Node node) {
        return node.base().filter(known -> known.left().equals(node.of(Side.LEFT))
                && known.right().equals(node.of(Side.RIGHT))).isPresent()
                && node.children().stream().allMatch(World::isSame);
    }

    /** Does all of a plan. */
    void apply(Plan plan) {
        new Execution(this).of(plan);
    }

    /** Returns what is told apart as a version. */
    static Optional<String> content(Item item) {
        return switch (item) {
            case FileItem file -> Optional.of("file " + file.content().d());
            case LinkItem link -> Optional.of("link " + new String(link.target()));
            default -> Optional.empty();
        };
    }

    /** Returns the versions the sides have. */
    Set<String> versions() {
        Set<String> versions = new LinkedHashSet<>();
        left.values().forEach(item -> content(item).ifPresent(versions::add));
        right.values().forEach(item -> content(item).ifPresent(versions::add));
        return versions;
    }

    /** Returns the versions of the sides that the base does not know from anywhere. */
    Set<String> news() {
        Set<String> news = versions();
        base.values().forEach(known -> content(known.left()).ifPresent(news::remove));
        return news;
    }

    Set<String> putAside() {
        return putAside;
    }

    /** Returns the paths of a side with what is there, without what is different for each item. */
    Map<RawPath, String> shape(Side side) {
        Map<RawPath, String> shape = new TreeMap<>();
        of(side).forEach((path, item) -> shape.put(path, shape(item)));
        return shape;
    }

    private static String shape(Item item) {
        String content = content(item).orElse(item instanceof DirectoryItem ? "directory" : item.toString());
        return item instanceof Present present && !(item instanceof DirectoryItem)
                ? content + " " + present.attributes().modified() + " "
                        + Integer.toOctalString(present.attributes().permissions())
                : content;
    }

    /** Returns the paths where something is that is never changed. */
    Map<RawPath, Item> untouchable(Side side) {
        Map<RawPath, Item> all = new TreeMap<>();
        of(side).forEach((path, item) -> {
            if (!item.isPresent() || Subtree.isObstacle(item)) {
                all.put(path, item);
            }
        });
        return all;
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        base.forEach((path, known) -> lines.add("base  " + path + " " + shape(known.left())));
        left.forEach((path, item) -> lines.add("left  " + path + " " + shape(item)));
        right.forEach((path, item) -> lines.add("right " + path + " " + shape(item)));
        return String.join("\n", lines);
    }
}
