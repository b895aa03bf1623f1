package dev.tandem.sync.internal.plan;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.model.Item.Present;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes trees that were in step, and then changes both sides: edits, moves, renames, deletions, whatever people do. */
final class RandomWorlds {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
    private static final int DEEPEST = 4;

    private final Random random;
    private final World world;
    private int lastContent;
    private long clock = 1000;

    private RandomWorlds(long seed, Names names) {
        this.random = new Random(seed);
        this.world = new World(names);
    }

    /** Makes a world where each spelling is a name of its own. */
    static World of(long seed, boolean obstacles) {
        return of(seed, obstacles, Names.EXACT);
    }

    /** Makes a world. */
    static World of(long seed, boolean obstacles, Names names) {
        RandomWorlds worlds = new RandomWorlds(seed, names);
        worlds.grow(RawPath.of("."), 0);
        if (worlds.random.nextInt(3) == 0) {
            worlds.forgetIds();
        }
        worlds.world.adoptAll();
        for (Side side : Side.values()) {
            int changes = worlds.random.nextInt(6);
            for (int i = 0; i < changes; i++) {
                worlds.change(side, obstacles);
            }
        }
        return worlds.world;
    }

    /** Some file systems have no IDs. */
    private void forgetIds() {
        for (Side side : Side.values()) {
            world.of(side).replaceAll((_, item) -> World.withId((Present) item, 0));
        }
    }

    private void grow(RawPath directory, int depth) {
        for (String name : NAMES) {
            RawPath path = directory.child(name);
            int what = random.nextInt(4);
            if (what == 0 && depth < DEEPEST) {
                both(path, World.directory(path));
                if (random.nextInt(12) == 0) {
                    world.setAtomic(path.toString());
                }
                grow(path, depth + 1);
            } else if (what == 1) {
                both(path, file(path));
            } else if (what == 2 && random.nextInt(6) == 0) {
                both(path, World.link(path, "to " + random.nextInt(3)));
            }
        }
    }

    private void both(RawPath path, Item item) {
        world.put(Side.LEFT, path, item);
        world.put(Side.RIGHT, path, item);
    }

    /** Some contents are there more than once, some files are empty. */
    private FileItem file(RawPath path) {
        int content = random.nextInt(8) == 0 && lastContent > 0 ? 1 + random.nextInt(lastContent) : ++lastContent;
        FileItem file = World.file(path, content, ++clock);
        return random.nextInt(10) == 0 ? new FileItem(file.name(), 0, Item.FileItem.UNREAD, file.attributes()) : file;
    }

    private void change(Side side, boolean obstacles) {
        List<RawPath> all = new ArrayList<>(world.of(side).keySet());
        if (all.isEmpty() || random.nextInt(5) == 0) {
            create(side);
            return;
        }
        RawPath path = all.get(random.nextInt(all.size()));
        switch (random.nextInt(obstacles ? 11 : 9)) {
            case 0, 1 -> edit(side, path);
            case 2 -> touch(side, path);
            case 3 -> world.remove(side, path.toString());
            case 4 -> retype(side, path);
            case 9 -> replace(side, path, Item.IGNORED);
            case 10 -> replace(side, path, new Item.Unknown("cannot be read"));
            default -> move(side, path);
        }
    }

    private void create(Side side) {
        RawPath path = somewhere(side);
        if (world.find(side, path) == Item.ABSENT) {
            world.put(side, path, random.nextInt(3) == 0 ? World.directory(path) : file(path));
        }
    }

    private RawPath somewhere(Side side) {
        List<RawPath> directories = new ArrayList<>(List.of(RawPath.of(".")));
        world.of(side).forEach((path, item) -> {
            if (item instanceof DirectoryItem) {
                directories.add(path);
            }
        });
        RawPath directory = directories.get(random.nextInt(directories.size()));
        String name = random.nextInt(3) == 0 ? "new" + random.nextInt(3) : NAMES.get(random.nextInt(NAMES.size()));
        return directory.child(random.nextInt(4) == 0 ? name.toUpperCase(Locale.ROOT) : name);
    }

    private void edit(Side side, RawPath path) {
        if (world.of(side).get(path) instanceof FileItem before) {
            FileItem after = file(path);
            Attributes attributes = before.attributes().withModified(after.attributes().modified());
            world.put(side, path, new FileItem(before.name(), after.size(), after.content(), attributes));
        }
    }

    private void touch(Side side, RawPath path) {
        if (world.of(side).get(path) instanceof FileItem item) {
            Attributes attributes = random.nextBoolean() ? item.attributes().withModified(++clock)
                    : item.attributes().withPermissions(random.nextInt(0777));
            world.put(side, path, World.withAttributes(item, attributes));
        }
    }

    private void retype(Side side, RawPath path) {
        boolean directory = world.of(side).get(path) instanceof DirectoryItem;
        replace(side, path, directory ? file(path) : World.directory(path));
    }

    private void replace(Side side, RawPath path, Item item) {
        world.remove(side, path.toString());
        world.put(side, path, item);
    }

    private void move(Side side, RawPath from) {
        RawPath to = random.nextInt(4) == 0 ? respelled(from) : somewhere(side);
        boolean free = world.find(side, to) == Item.ABSENT
                || world.names().key(to).equals(world.names().key(from)) && !world.of(side).containsKey(to);
        if (free && !to.startsWith(from)) {
            world.move(side, from.toString(), to.toString());
        }
    }

    private static RawPath respelled(RawPath path) {
        String name = path.name().toString();
        String upper = name.toUpperCase(Locale.ROOT);
        String other = upper.equals(name) ? name.toLowerCase(Locale.ROOT) : upper;
        return path.parent().orElse(RawPath.of(".")).child(other);
    }
}
