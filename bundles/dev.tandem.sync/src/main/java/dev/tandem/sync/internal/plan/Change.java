package dev.tandem.sync.internal.plan;

import dev.tandem.sync.ChangeKind;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.model.Item.LinkItem;
import dev.tandem.sync.internal.model.Item.Present;
import java.util.Arrays;
import java.util.Optional;

/** What happened to a path on one side since both sides were last equal there. */
enum Change {
    /** Nothing, or nothing but attributes. */
    NONE,
    /** Something came to be. */
    CREATED,
    /** It has another content, or is something else. */
    UPDATED,
    /** It is gone. */
    DELETED;

    /** Returns what happened to the item itself, whatever happened below. */
    static Change of(Node node, Side side) {
        Optional<Base> base = node.base();
        if (!(node.of(side) instanceof Present now)) {
            return base.isPresent() ? DELETED : NONE;
        }
        if (base.isEmpty()) {
            return CREATED;
        }
        return sameContent(base.get().of(side), now) ? NONE : UPDATED;
    }

    /** Returns what happened to the item with all below. */
    static Change whole(Node node, Side side) {
        Change own = of(node, side);
        return own == NONE && anyBelow(node, side) ? UPDATED : own;
    }

    private static boolean anyBelow(Node node, Side side) {
        return node.children().stream().anyMatch(child -> whole(child, side) != NONE);
    }

    /** Tells whether two are the same thing, whatever their names and attributes; what was not read is never equal. */
    static boolean sameContent(Present one, Present other) {
        if (one instanceof FileItem a && other instanceof FileItem b) {
            return a.size() == b.size()
                    && (a.size() == 0 || a.isRead() && b.isRead() && a.content().equals(b.content()));
        }
        if (one instanceof LinkItem a && other instanceof LinkItem b) {
            return Arrays.equals(a.target(), b.target());
        }
        return one instanceof Item.DirectoryItem && other instanceof Item.DirectoryItem;
    }

    /** Returns what the matrix calls it; there is no name for {@link #NONE}. */
    ChangeKind kind() {
        return switch (this) {
            case CREATED -> ChangeKind.CREATE;
            case UPDATED -> ChangeKind.UPDATE;
            case DELETED -> ChangeKind.DELETE;
            case NONE -> throw new IllegalStateException("nothing happened");
        };
    }

    /** Returns what happened where, for a person. */
    String on(Side side) {
        String where = side == Side.LEFT ? " on the left" : " on the right";
        return switch (this) {
            case NONE -> "unchanged" + where;
            case CREATED -> "new" + where;
            case UPDATED -> "changed" + where;
            case DELETED -> "deleted" + where;
        };
    }
}
