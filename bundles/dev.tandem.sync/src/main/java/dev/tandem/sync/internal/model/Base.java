package dev.tandem.sync.internal.model;

import dev.tandem.model.RawName;
import dev.tandem.sync.Side;

/**
 * What both sides had at a path when they were last seen equal there: the same kind and content, with the attributes,
 * identity and spelling each side has of its own.
 *
 * @param recheck whether the stamps are too young to be believed: the next run reads the content
 */
public record Base(Item.Present left, Item.Present right, boolean recheck) {
    public Base {
        if (left.type() != right.type()) {
            throw new IllegalArgumentException("a base is of one kind");
        }
    }

    /** A base whose stamps can be believed. */
    public Base(Item.Present left, Item.Present right) {
        this(left, right, false);
    }

    /** Returns it under another name on both sides. */
    public Base renamed(RawName other) {
        return new Base(left.renamed(other), right.renamed(other), recheck);
    }

    /** Returns what one side had. */
    public Item.Present of(Side side) {
        return side == Side.LEFT ? left : right;
    }
}
