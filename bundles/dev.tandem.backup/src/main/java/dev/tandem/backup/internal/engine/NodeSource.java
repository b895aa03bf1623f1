package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Optional;

/** Makes nodes of what is on the local file system. Thread-safe. */
final class NodeSource {
    private static final byte[] NO_TARGET = {};

    private final LocalReader files;
    private final boolean withAccessTime;

    NodeSource(LocalReader files, boolean withAccessTime) {
        this.files = files;
        this.withAccessTime = withAccessTime;
    }

    /** Returns a node without content, reading attributes and the target of a link. */
    Node node(RawName name, RawPath path, FileStat stat) throws IOException {
        byte[] target = stat.type() == FileType.SYMLINK ? files.readLink(path) : NO_TARGET;
        return node(name, stat, target, files.attributes(path), List.of(), Optional.empty());
    }

    /**
     * Returns the node of a directory above a source. Its attributes are left out where they cannot be read: it is only
     * there to lead to the source.
     */
    Node ancestor(RawName name, RawPath path) throws IOException {
        FileStat stat = files.stat(path);
        try {
            return node(name, path, stat);
        } catch (AccessDeniedException e) {
            return made(name, stat);
        }
    }

    /** Returns a node of something that is not on the local file system. */
    Node made(RawName name, FileStat stat) {
        return node(name, stat, NO_TARGET, List.of(), List.of(), Optional.empty());
    }

    /** Returns the node with the content of a file, of which {@code size} bytes were read. */
    Node withContent(Node node, List<Id> content, long size) {
        FileStat stat = node.stat();
        FileStat read = new FileStat(stat.type(), stat.permissions(), size, stat.allocated(), stat.modified(),
                stat.accessed(), stat.changed(), stat.uid(), stat.gid(), stat.device(), stat.inode(), stat.links(),
                stat.rawDevice());
        return new Node(node.name(), read, node.user(), node.group(), node.linkTarget(), node.attributes(), content,
                node.subtree());
    }

    /** Returns the node with the tree of a directory. */
    Node withSubtree(Node node, Id tree) {
        return new Node(node.name(), node.stat(), node.user(), node.group(), node.linkTarget(), node.attributes(),
                node.content(), Optional.of(tree));
    }

    private Node node(RawName name, FileStat stat, byte[] target, List<ExtendedAttribute> attributes, List<Id> content,
            Optional<Id> subtree) {
        FileStat recorded = withAccessTime ? stat : new FileStat(stat.type(), stat.permissions(), stat.size(),
                stat.allocated(), stat.modified(), stat.modified(), stat.changed(), stat.uid(), stat.gid(),
                stat.device(), stat.inode(), stat.links(), stat.rawDevice());
        return new Node(name, recorded, files.userName(stat.uid()), files.groupName(stat.gid()), target, attributes,
                content, subtree);
    }
}
