package dev.tandem.scanner.linux;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Which watch is of which directory, in under a hundred bytes each. Used by one thread. */
final class WatchTree {
    private static final int LEAST = 64;

    /** By the number of the watch, which the kernel counts up: each in the first free place from there on. */
    private Node[] table = new Node[LEAST];
    private int size;
    private final List<Node> tops = new ArrayList<>();

    /** A watched directory. */
    static final class Node {
        private final int watch;
        private final Node parent;
        /** The name; of one that is not below another, the whole path. */
        private final byte[] name;
        private Node firstChild;
        private Node next;
        private Node previous;

        private Node(int watch, Node parent, byte[] name) {
            this.watch = watch;
            this.parent = parent;
            this.name = name;
        }

        int watch() {
            return watch;
        }

        /** Tells whether this is the entry {@code path} of {@code directory}, or the top {@code path} where that is null. */
        boolean is(Node directory, RawPath path) {
            return parent == directory && Arrays.equals(name, stored(directory, path));
        }

        RawPath path() {
            Deque<byte[]> names = new ArrayDeque<>();
            Node top = this;
            for (; top.parent != null; top = top.parent) {
                names.push(top.name);
            }
            RawPath path = RawPath.of(top.name);
            for (byte[] each : names) {
                path = path.child(RawName.of(each));
            }
            return path;
        }
    }

    private static byte[] stored(Node parent, RawPath path) {
        return parent == null ? path.bytes() : path.name().bytes();
    }

    /**
     * Adds a directory whose watch is not in the tree.
     *
     * @param parent the directory that holds it; null where that has no watch
     */
    Node add(int watch, Node parent, RawPath path) {
        Node node = new Node(watch, parent, stored(parent, path));
        if (parent == null) {
            tops.add(node);
        } else {
            node.next = parent.firstChild;
            if (node.next != null) {
                node.next.previous = node;
            }
            parent.firstChild = node;
        }
        if (++size * 2 > table.length) {
            Node[] old = table;
            table = new Node[old.length * 2];
            for (Node each : old) {
                if (each != null) {
                    put(each);
                }
            }
        }
        put(node);
        return node;
    }

    private void put(Node node) {
        int at = home(node.watch);
        while (table[at] != null) {
            at = home(at + 1);
        }
        table[at] = node;
    }

    private int home(int watch) {
        return watch & (table.length - 1);
    }

    Optional<Node> get(int watch) {
        for (int at = home(watch); table[at] != null; at = home(at + 1)) {
            if (table[at].watch == watch) {
                return Optional.of(table[at]);
            }
        }
        return Optional.empty();
    }

    Optional<Node> child(Node parent, RawName name) {
        byte[] wanted = name.bytes();
        for (Node child = parent.firstChild; child != null; child = child.next) {
            if (Arrays.equals(child.name, wanted)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    Optional<Node> find(RawPath path) {
        for (Node top : tops) {
            RawPath start = RawPath.of(top.name);
            if (path.startsWith(start)) {
                Optional<Node> node = Optional.of(top);
                for (RawName name : path.names().subList(start.names().size(), path.names().size())) {
                    node = node.flatMap(above -> child(above, name));
                }
                if (node.isPresent()) {
                    return node;
                }
            }
        }
        return Optional.empty();
    }

    /** Removes a directory and all below; returns their watches, its own first. */
    List<Integer> remove(Node node) {
        unlink(node);
        List<Integer> watches = new ArrayList<>();
        Deque<Node> open = new ArrayDeque<>();
        open.push(node);
        while (!open.isEmpty()) {
            Node next = open.pop();
            watches.add(next.watch);
            takeOut(next.watch);
            for (Node child = next.firstChild; child != null; child = child.next) {
                open.push(child);
            }
        }
        return watches;
    }

    private void unlink(Node node) {
        if (node.parent == null) {
            tops.remove(node);
            return;
        }
        if (node.previous == null) {
            node.parent.firstChild = node.next;
        } else {
            node.previous.next = node.next;
        }
        if (node.next != null) {
            node.next.previous = node.previous;
        }
    }

    private void takeOut(int watch) {
        int at = home(watch);
        while (table[at].watch != watch) {
            at = home(at + 1);
        }
        table[at] = null;
        size--;
        // Those after it, up to the next free place, may have been put off by it.
        for (int after = home(at + 1); table[after] != null; after = home(after + 1)) {
            Node moved = table[after];
            table[after] = null;
            put(moved);
        }
    }

    void clear() {
        table = new Node[LEAST];
        size = 0;
        tops.clear();
    }

    int size() {
        return size;
    }
}
