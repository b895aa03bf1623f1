package dev.tandem.sync.internal.plan;

import dev.tandem.backup.Id;
import dev.tandem.model.FileType;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.internal.model.Item.Unknown;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what one side moved, among what is gone there and what came to be: by file ID, which proves it, else by content
 * that only one of each has, else by what else they have in common. Each way takes time by the number of items.
 */
final class MoveSearch {
    /** So much of what was in a directory has to be in the other one. */
    private static final double MOST = 0.8;

    /**
     * Something that was moved.
     *
     * @param gone   where it was, with its base
     * @param made   where it is
     * @param proven whether it is certain
     */
    record Pair(Node gone, Node made, boolean proven) { }

    /** Returns what two nodes have in common when one became the other; nothing where it cannot have moved. */
    @FunctionalInterface
    private interface Trait {
        Optional<Object> of(Node node, Present item);
    }

    private record ById(FileType type, long id) { }

    private record ByContent(Id content, long size, Object also) { }

    private final Side side;
    private final List<Node> gone = new ArrayList<>();
    private final List<Node> made = new ArrayList<>();

    /** Looks at a tree as it is now. */
    MoveSearch(Node root, Side side) {
        this.side = side;
        collect(root);
    }

    private void collect(Node node) {
        for (Node child : node.children()) {
            if (isOpaque(child.of(Side.LEFT)) || isOpaque(child.of(Side.RIGHT))) {
                continue;
            }
            if (isGone(child, side)) {
                gone.add(child);
            } else if (isMade(child, side)) {
                made.add(child);
            }
            if (!child.isAtomic()) {
                collect(child);
            }
        }
    }

    private static boolean isOpaque(Item item) {
        return item instanceof Unknown || Subtree.isObstacle(item);
    }

    /** Tells whether a side no longer has what it had when both were equal. */
    static boolean isGone(Node node, Side side) {
        return node.base().isPresent() && node.of(side) == Item.ABSENT;
    }

    /** Tells whether a side has something that was not there when both were equal. */
    static boolean isMade(Node node, Side side) {
        return node.base().isEmpty() && Subtree.takesPart(node.of(side));
    }

    /** Returns the directories that kept their ID, those that are above now before those below. */
    List<Pair> directoriesById() {
        List<Pair> pairs = new ArrayList<>();
        takeById(new ArrayList<>(gone.stream().filter(this::isDirectory).toList()),
                new ArrayList<>(made.stream().filter(this::isDirectory).toList()), pairs);
        return pairs;
    }

    /** Returns the directories most of whose content is in another one, those above now before those below. */
    List<Pair> directoriesByContent() {
        Map<Node, Node> moved = new IdentityHashMap<>();
        files().forEach(pair -> moved.put(pair.gone(), pair.made()));
        for (Node directory : gone.reversed()) {
            if (isDirectory(directory)) {
                mostIn(directory, moved).ifPresent(target -> moved.put(directory, target));
            }
        }
        Map<Node, Node> sources = new IdentityHashMap<>();
        gone.stream().filter(node -> isDirectory(node) && moved.containsKey(node))
                .forEach(node -> sources.putIfAbsent(moved.get(node), node));
        return made.stream().filter(sources::containsKey).map(node -> new Pair(sources.get(node), node, false))
                .toList();
    }

    /** Returns the directory that has most of what was in one that is gone, under the same names. */
    private Optional<Node> mostIn(Node directory, Map<Node, Node> moved) {
        Map<Node, Integer> votes = new IdentityHashMap<>();
        int all = 0;
        for (Node child : directory.children()) {
            if (child.base().isEmpty()) {
                continue;
            }
            all++;
            Node now = moved.get(child);
            if (now != null && now.key().equals(child.key())) {
                votes.merge(now.parent().orElseThrow(), 1, Integer::sum);
            }
        }
        double needed = all * MOST;
        return votes.entrySet().stream().filter(vote -> vote.getValue() >= needed && isMade(vote.getKey(), side))
                .map(Map.Entry::getKey).findFirst();
    }

    /** Returns the files and links that were moved by themselves. */
    List<Pair> files() {
        List<Node> lost = new ArrayList<>(gone.stream().filter(node -> !isDirectory(node)).toList());
        List<Node> found = new ArrayList<>(made.stream().filter(node -> !isDirectory(node)).toList());
        List<Pair> pairs = new ArrayList<>();
        takeById(lost, found, pairs);
        takeByContent(lost, found, pairs, (_, _) -> Optional.of(""));
        takeByContent(lost, found, pairs, (node, _) -> node.parent().map(Object.class::cast));
        takeByContent(lost, found, pairs, (node, _) -> Optional.of(node.key()));
        takeByContent(lost, found, pairs, (_, item) -> Optional.of(item.attributes().modified()));
        return pairs;
    }

    private void takeById(List<Node> lost, List<Node> found, List<Pair> pairs) {
        take(lost, found, pairs, true, (_, item) -> item.attributes().fileId() == 0 ? Optional.empty()
                : Optional.of(new ById(item.type(), item.attributes().fileId())));
    }

    private void takeByContent(List<Node> lost, List<Node> found, List<Pair> pairs, Trait also) {
        take(lost, found, pairs, false, (node, item) -> item instanceof FileItem file && file.size() > 0
                && file.isRead() ? also.of(node, item).map(more -> new ByContent(file.content(), file.size(), more))
                : Optional.empty());
    }

    /** Takes out pairs that have a trait in common which nothing else has. */
    private void take(List<Node> lost, List<Node> found, List<Pair> pairs, boolean proof, Trait trait) {
        Map<Object, List<Node>> losses = group(lost, trait);
        Map<Object, List<Node>> finds = group(found, trait);
        Set<Node> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        finds.forEach((key, to) -> {
            List<Node> from = losses.getOrDefault(key, List.of());
            if (from.size() == 1 && to.size() == 1 && (!proof || isProof(from.getFirst(), to.getFirst()))) {
                pairs.add(new Pair(from.getFirst(), to.getFirst(), proof));
                taken.add(from.getFirst());
                taken.add(to.getFirst());
            }
        });
        lost.removeIf(taken::contains);
        found.removeIf(taken::contains);
    }

    private Map<Object, List<Node>> group(List<Node> nodes, Trait trait) {
        Map<Object, List<Node>> groups = new LinkedHashMap<>();
        for (Node node : nodes) {
            trait.of(node, item(node)).ifPresent(key -> groups.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(node));
        }
        return groups;
    }

    /** IDs are given anew when what had them is gone, so something else has to agree. */
    private boolean isProof(Node from, Node to) {
        return switch (item(from)) {
            case FileItem was when item(to) instanceof FileItem now -> was.size() == now.size()
                    && (was.attributes().modified() == now.attributes().modified() || Change.sameContent(was, now));
            case DirectoryItem _ -> from.isLeaf() || to.isLeaf() || shareChildren(from, to);
            case Present was -> Change.sameContent(was, item(to));
        };
    }

    /** Tells whether something in one directory has the name or the ID of something in the other. */
    private boolean shareChildren(Node from, Node to) {
        Set<Object> known = new HashSet<>();
        from.children().stream().filter(child -> child.base().isPresent())
                .forEach(child -> known.addAll(traits(child, child.base().get().of(side))));
        return to.children().stream().anyMatch(child -> child.of(side) instanceof Present now
                && traits(child, now).stream().anyMatch(known::contains));
    }

    private static List<Object> traits(Node node, Present item) {
        long id = item.attributes().fileId();
        return id == 0 ? List.of(node.key()) : List.of(node.key(), new ById(item.type(), id));
    }

    /** Returns what moved: of what is gone, as it was. */
    private Present item(Node node) {
        return node.of(side) instanceof Present now ? now : node.base().orElseThrow().of(side);
    }

    private boolean isDirectory(Node node) {
        return item(node) instanceof DirectoryItem;
    }
}
