package dev.tandem.sync.internal.plan;

import dev.tandem.model.RawName;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the base and both sides have at a path, and below it. Only what differs needs to be there: a path that has no
 * node is the same on both sides as in the base. Of a directory that is gone on one side, or something else there,
 * everything is there. Used by one thread.
 */
public final class Node {
    private final RawName key;
    private Base base;
    private Item left;
    private Item right;
    private boolean atomic;
    private boolean noted;
    private Node parent;
    private TreeMap<RawName, Node> children;

    /**
     * @param key  the name by which both sides and the base mean the same path, see {@link Names}
     * @param base null where both sides were never equal here
     */
    public Node(RawName key, Base base, Item left, Item right) {
        this.key = key;
        this.base = base;
        this.left = left;
        this.right = right;
    }

    public RawName key() {
        return key;
    }

    public Optional<Base> base() {
        return Optional.ofNullable(base);
    }

    public void setBase(Optional<Base> now) {
        base = now.orElse(null);
    }

    public Item of(Side side) {
        return side == Side.LEFT ? left : right;
    }

    public void set(Side side, Item item) {
        if (side == Side.LEFT) {
            left = item;
        } else {
            right = item;
        }
    }

    /** Returns the node this was added to; empty for the root and for what was removed. */
    public Optional<Node> parent() {
        return Optional.ofNullable(parent);
    }

    /**
     * Tells whether all below is one value: one side's wins whole. Where anything below differs, everything below is
     * there.
     */
    public boolean isAtomic() {
        return atomic;
    }

    public void setAtomic(boolean one) {
        atomic = one;
    }

    /** Tells whether a step that is noted already makes this on one side, and with it the base. */
    boolean isNoted() {
        return noted;
    }

    void setNoted() {
        noted = true;
    }

    /** Returns the nodes below, by key. */
    public Collection<Node> children() {
        return children == null ? List.of() : children.values();
    }

    public Optional<Node> child(RawName name) {
        return children == null ? Optional.empty() : Optional.ofNullable(children.get(name));
    }

    /** Adds a node below, in place of one with the same key. */
    public void add(Node child) {
        if (children == null) {
            children = new TreeMap<>();
        }
        Node before = children.put(child.key(), child);
        if (before != null) {
            before.parent = null;
        }
        child.parent = this;
    }

    /** Removes a node below, with all below that. */
    public void remove(RawName name) {
        Node removed = children == null ? null : children.remove(name);
        if (removed != null) {
            removed.parent = null;
        }
    }

    /** Tells whether nothing below differs. */
    public boolean isLeaf() {
        return children == null || children.isEmpty();
    }
}
