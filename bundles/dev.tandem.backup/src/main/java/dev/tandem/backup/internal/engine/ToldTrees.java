package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.TreeVisitor;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobType;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells somebody outside of what a walk comes to. */
public final class ToldTrees implements TreeWalk.Visitor {
    private final BlobIndex index;
    private final TreeVisitor visitor;
    /** Of the trees that are being told. */
    private final Map<Integer, TreeVisitor.Nodes> open = new ConcurrentHashMap<>();

    public ToldTrees(BlobIndex index, TreeVisitor visitor) {
        this.index = index;
        this.visitor = visitor;
    }

    private TreeVisitor.Nodes nodes(int tree) {
        return open.computeIfAbsent(tree, entry -> visitor.tree(index.location(entry).blob().id()));
    }

    @Override
    public void node(int tree, Node node) {
        if (node.subtree().isEmpty()) {
            nodes(tree).node(node);
        }
    }

    @Override
    public boolean wants(int tree, Node directory) {
        return nodes(tree).node(directory);
    }

    @Override
    public void end(int tree) {
        nodes(tree).end();
        open.remove(tree);
    }

    @Override
    public void unreadable(Id tree, IOException reason) {
        open.remove(index.entry(BlobType.TREE, tree));
        visitor.unreadable(tree, reason.getMessage());
    }
}
