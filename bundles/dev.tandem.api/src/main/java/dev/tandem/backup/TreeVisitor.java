package dev.tandem.backup;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears of the trees of a walk, of several at once on several threads. */
@ConsumerType
public interface TreeVisitor {
    /** Returns what hears the nodes of a tree, all on the calling thread. */
    Nodes tree(Id tree);

    /** A tree cannot be read; what was told of it before does not count. */
    void unreadable(Id tree, String reason);

    /** Hears the nodes of one tree. */
    interface Nodes {
        /** Takes the next node, in order of names; returns whether the tree of a directory is wanted too. */
        boolean node(Node node);

        /** There are no more. */
        void end();
    }
}
