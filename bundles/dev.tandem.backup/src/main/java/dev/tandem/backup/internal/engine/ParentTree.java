package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Node;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.model.RawName;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A directory of the parent snapshot, asked for its entries in ascending order of names, as the directory being backed
 * up is walked: a merge of two sorted lists, whatever their length.
 */
final class ParentTree implements AutoCloseable {
    /** A directory without entries. */
    static final ParentTree EMPTY = new ParentTree();

    private final TreeReader reader;
    private final Consumer<IOException> unreadable;
    private Node next;

    private ParentTree() {
        this.reader = null;
        this.unreadable = null;
    }

    /**
     * Reads on from {@code reader}.
     *
     * @param unreadable told why the rest is taken as having no entries
     */
    ParentTree(TreeReader reader, Consumer<IOException> unreadable) {
        this.reader = reader;
        this.unreadable = unreadable;
        advance();
    }

    private void advance() {
        try {
            next = reader.next();
        } catch (IOException e) {
            next = null;
            unreadable.accept(e);
        }
    }

    /** Returns the entry with this name, which must not be less than any asked for before. */
    Optional<Node> find(RawName name) {
        while (next != null) {
            int order = next.name().compareTo(name);
            if (order == 0) {
                return Optional.of(next);
            }
            if (order > 0) {
                break;
            }
            advance();
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }
}
