package dev.tandem.sync.internal.engine;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.replica.TreeEditor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.function.LongSupplier;

/**
 * Works in folders, at random, and returns often to where somebody worked just before. Whatever is written holds a token
 * that nothing written before had; all are equally long, so that size tells little, but where nothing else tells.
 */
final class Person {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
    private static final RawPath ROOT = RawPath.of(".");
    private static final int DEEPEST = 4;
    private static final int LARGEST = 40;
    private static final int HOT = 6;

    private final Random random;
    private final LongSupplier now;
    private final boolean links;
    private final boolean sneaks;
    private final Deque<RawPath> hot = new ArrayDeque<>();
    private int lastToken;

    /**
     * @param now    the time
     * @param links  whether there are any
     * @param sneaks whether files change without their size and time telling
     */
    Person(Random random, LongSupplier now, boolean links, boolean sneaks) {
        this.random = random;
        this.now = now;
        this.links = links;
        this.sneaks = sneaks;
    }

    /** Does something; returns what, for people. */
    String work(Site site) throws IOException {
        SortedMap<RawPath, String> tree = site.tree();
        Optional<RawPath> some = existing(tree);
        boolean create = some.isEmpty() || random.nextInt(tree.size() < 8 ? 2 : 6) == 0;
        if (create && tree.size() < LARGEST) {
            return create(site, tree);
        }
        if (some.isEmpty()) {
            return "nothing";
        }
        RawPath path = some.get();
        noteHot(path);
        return switch (tree.get(path)) {
            case Site.DIRECTORY -> directory(site, tree, path);
            case String link when link.startsWith("-> ") -> link(site, tree, path);
            case String content -> file(site, tree, path, content);
        };
    }

    /** Does the same in two folders, where that can be done; returns what. */
    String workOnBoth(Site one, Site other) throws IOException {
        SortedMap<RawPath, String> here = one.tree();
        SortedMap<RawPath, String> there = other.tree();
        List<RawPath> common = new ArrayList<>(here.keySet());
        common.removeIf(path -> !here.get(path).equals(there.get(path)));
        if (common.isEmpty()) {
            return "nothing";
        }
        RawPath path = common.get(random.nextInt(common.size()));
        RawPath target = free(here, path);
        boolean file = isFile(here.get(path));
        int what = random.nextInt(3);
        byte[] token = token();
        for (Site site : List.of(one, other)) {
            TreeEditor editor = site.editor();
            if (what == 0 && file) {
                editor.write(path, token);
            } else if (what == 1) {
                editor.delete(path);
            } else if (site.tree().containsKey(target) || !canHold(site.tree(), target, path)) {
                return "same: nothing at " + site.name();
            } else {
                editor.rename(path, target);
            }
        }
        return "same: " + (what == 0 && file ? "write " + text(token) + " to " + path : what == 1 ? "delete " + path
                : "rename " + path + " to " + target);
    }

    private static boolean isFile(String what) {
        return !what.equals(Site.DIRECTORY) && !what.startsWith("-> ");
    }

    private String create(Site site, SortedMap<RawPath, String> tree) throws IOException {
        RawPath path = free(tree, ROOT);
        if (!canHold(tree, path, ROOT)) {
            return "nothing";
        }
        noteHot(path);
        int what = random.nextInt(10);
        if (what < 3) {
            site.editor().mkdir(path);
            return "make directory " + path;
        }
        if (what == 3 && links) {
            byte[] token = token();
            site.editor().link(path, token);
            return "link " + path + " to " + text(token);
        }
        return write(site, path, token());
    }

    private String write(Site site, RawPath path, byte[] content) throws IOException {
        site.editor().write(path, content);
        return "write " + text(content) + " to " + path;
    }

    private String file(Site site, SortedMap<RawPath, String> tree, RawPath path, String content)
            throws IOException {
        TreeEditor editor = site.editor();
        switch (random.nextInt(16)) {
            case 0, 1 -> {
                return write(site, path, token());
            }
            case 2 -> {
                // Where only size and time tell, no two sizes may be equal by chance.
                return !sneaks ? write(site, path, token()) : write(site, path, (content + "+" + text(token())).getBytes(StandardCharsets.UTF_8));
            }
            case 3 -> {
                return save(site, tree, path);
            }
            case 4 -> {
                return sneak(site, path);
            }
            case 5 -> {
                long time = now.getAsLong() - random.nextInt(1_000_000) * 1_000_000L;
                editor.touch(path, time);
                return "touch " + path;
            }
            case 6 -> {
                return chmod(site, path, 0600);
            }
            case 7 -> {
                editor.delete(path);
                editor.mkdir(path);
                editor.write(path.child(name()), token());
                return "make a directory of the file " + path;
            }
            case 8 -> {
                RawPath copy = free(tree, ROOT);
                return canHold(tree, copy, ROOT) ? write(site, copy, content.getBytes(StandardCharsets.UTF_8))
                        : "nothing";
            }
            case 9 -> {
                return overwriteByRenaming(site, tree, path);
            }
            default -> {
                return any(site, tree, path);
            }
        }
    }

    private String any(Site site, SortedMap<RawPath, String> tree, RawPath path) throws IOException {
        return switch (random.nextInt(6)) {
            case 0, 1 -> {
                site.editor().delete(path);
                yield "delete " + path;
            }
            case 2 -> swap(site, tree, path);
            default -> rename(site, tree, path);
        };
    }

    private String directory(Site site, SortedMap<RawPath, String> tree, RawPath path) throws IOException {
        switch (random.nextInt(10)) {
            case 0 -> {
                return chmod(site, path, 0700);
            }
            case 1 -> {
                site.editor().delete(path);
                return write(site, path, token()) + ", a directory before";
            }
            case 2, 3, 4 -> {
                RawPath child = path.child(name());
                return tree.containsKey(child) || child.names().size() > DEEPEST || tree.size() >= LARGEST
                        ? rename(site, tree, path) : write(site, child, token());
            }
            default -> {
                return any(site, tree, path);
            }
        }
    }

    private String link(Site site, SortedMap<RawPath, String> tree, RawPath path) throws IOException {
        if (random.nextInt(3) > 0) {
            return any(site, tree, path);
        }
        byte[] token = token();
        site.editor().delete(path);
        site.editor().link(path, token);
        return "link " + path + " to " + text(token) + " instead";
    }

    /** As most programs save. */
    private String save(Site site, SortedMap<RawPath, String> tree, RawPath path) throws IOException {
        RawPath beside = path.parent().orElse(ROOT).child("x");
        if (tree.containsKey(beside)) {
            return "nothing";
        }
        byte[] token = token();
        site.editor().write(beside, token);
        site.editor().rename(beside, path);
        return "save " + text(token) + " as " + path;
    }

    private String sneak(Site site, RawPath path) throws IOException {
        if (!sneaks || !(site.replica().look(path) instanceof Item.FileItem file) || file.size() != token().length) {
            return "nothing";
        }
        String done = write(site, path, token());
        site.editor().touch(path, file.attributes().modified());
        return done + " and set its time back";
    }

    private String chmod(Site site, RawPath path, int least) throws IOException {
        int bits = least | random.nextInt(0100);
        site.editor().chmod(path, bits);
        return "chmod " + Integer.toOctalString(bits) + " " + path;
    }

    private String rename(Site site, SortedMap<RawPath, String> tree, RawPath path) throws IOException {
        RawPath target = free(tree, path);
        if (!canHold(tree, target, path)) {
            return "nothing";
        }
        noteHot(target);
        site.editor().rename(path, target);
        return "rename " + path + " to " + target;
    }

    private String overwriteByRenaming(Site site, SortedMap<RawPath, String> tree, RawPath path) throws IOException {
        Optional<RawPath> target = existing(tree);
        if (target.isEmpty() || target.get().equals(path) || tree.get(target.get()).equals(Site.DIRECTORY)) {
            return "nothing";
        }
        site.editor().rename(path, target.get());
        return "rename " + path + " over " + target.get();
    }

    private String swap(Site site, SortedMap<RawPath, String> tree, RawPath path) throws IOException {
        Optional<RawPath> found = existing(tree);
        RawPath beside = RawPath.of(".").child("y");
        if (found.isEmpty() || found.get().startsWith(path) || path.startsWith(found.get())
                || tree.containsKey(beside)) {
            return "nothing";
        }
        RawPath other = found.get();
        site.editor().rename(path, beside);
        site.editor().rename(other, path);
        site.editor().rename(beside, other);
        return "swap " + path + " and " + other;
    }

    private Optional<RawPath> existing(SortedMap<RawPath, String> tree) {
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        List<RawPath> known = hot.stream().filter(tree::containsKey).toList();
        if (!known.isEmpty() && random.nextInt(3) == 0) {
            return Optional.of(known.get(random.nextInt(known.size())));
        }
        List<RawPath> all = List.copyOf(tree.keySet());
        return Optional.of(all.get(random.nextInt(all.size())));
    }

    /** Returns a path where nothing is, or perhaps something: some are sought. */
    private RawPath free(SortedMap<RawPath, String> tree, RawPath moved) {
        List<RawPath> places = new ArrayList<>(List.of(ROOT));
        tree.forEach((path, what) -> {
            if (what.equals(Site.DIRECTORY) && !path.startsWith(moved) && path.names().size() < DEEPEST) {
                places.add(path);
            }
        });
        RawPath path = ROOT.child(name());
        for (int tries = 0; tries < 8; tries++) {
            RawPath directory = places.get(random.nextInt(places.size()));
            boolean keeps = !moved.equals(ROOT) && random.nextInt(3) == 0;
            path = directory.child(keeps ? moved.name() : RawName.of(name()));
            if (!tree.containsKey(path)) {
                return path;
            }
        }
        return path;
    }

    private static boolean canHold(SortedMap<RawPath, String> tree, RawPath path, RawPath moved) {
        RawPath above = path.parent().orElse(ROOT);
        return !tree.containsKey(path) && !path.startsWith(moved) && (above.equals(ROOT) || Site.DIRECTORY.equals(tree.get(above)));
    }

    private String name() {
        return random.nextInt(4) == 0 ? "n" + random.nextInt(4) : NAMES.get(random.nextInt(NAMES.size()));
    }

    private void noteHot(RawPath path) {
        hot.addFirst(path);
        if (hot.size() > HOT) {
            hot.removeLast();
        }
    }

    private byte[] token() {
        String token = String.format("t%05d", ++lastToken);
        return (sneaks ? token : token + ".".repeat(lastToken)).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }
}
