package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * A directory while its entries are being saved. Entries are announced in order as slots, filled in any order by any
 * thread, and written to the tree in the order announced as soon as nothing before them is missing.
 */
final class OpenDirectory {
    /** The place of one or more neighbouring entries. */
    static final class Slot {
        private final Runnable written;
        private List<byte[]> nodes;
        private Optional<Id> subtree = Optional.empty();

        private Slot(Runnable written) {
            this.written = written;
        }
    }

    /**
     * A directory that was saved.
     *
     * @param node its encoded node
     * @param tree its tree
     */
    record Saved(byte[] node, Id tree) { }

    /**
     * Takes a directory whose last entry has been written, on the thread that wrote it, and returns what was saved;
     * empty for the root.
     */
    @FunctionalInterface
    interface Completion {
        Optional<Saved> complete(OpenDirectory directory, TreeBuilder tree) throws IOException;
    }

    private final Optional<OpenDirectory> parent;
    private final Slot slotInParent;
    private final Node node;
    private final RawPath path;
    private final Optional<Node> previous;
    private final Completion completion;
    private final Queue<Slot> slots = new ArrayDeque<>();
    private final TreeBuilder tree = new TreeBuilder();
    private final Fingerprint.Sum subtrees = new Fingerprint.Sum();
    private Optional<byte[]> entries = Optional.empty();
    private boolean allAnnounced;
    private boolean lacking;
    private boolean completed;

    /**
     * @param parent   where this is an entry; empty for the root
     * @param node     its own node, without the tree; null for the root
     * @param path     for people
     * @param previous what the parent snapshot has in its place
     */
    OpenDirectory(Optional<OpenDirectory> parent, Node node, RawPath path, Optional<Node> previous,
            Completion completion) {
        this.parent = parent;
        this.slotInParent = parent.map(p -> p.announce(() -> { })).orElse(null);
        this.node = node;
        this.path = path;
        this.previous = previous;
        this.completion = completion;
    }

    /**
     * Announces the next entries.
     *
     * @param written run when they have been written to the tree
     */
    synchronized Slot announce(Runnable written) {
        Slot slot = new Slot(written);
        slots.add(slot);
        return slot;
    }

    /** Fills a slot with encoded nodes, none where the entry could not be saved. */
    void fill(Slot slot, List<byte[]> nodes) throws IOException {
        write(slot, nodes, Optional.empty());
        completeUpwards();
    }

    /** Fills a slot with a directory. */
    void fill(Slot slot, Saved directory) throws IOException {
        write(slot, List.of(directory.node()), Optional.of(directory.tree()));
        completeUpwards();
    }

    private synchronized void write(Slot slot, List<byte[]> nodes, Optional<Id> subtree) throws IOException {
        slot.nodes = nodes;
        slot.subtree = subtree;
        while (!slots.isEmpty() && slots.peek().nodes != null) {
            Slot next = slots.remove();
            tree.add(next.nodes);
            next.subtree.ifPresent(subtrees::subtree);
            next.written.run();
        }
    }

    /** Says that an entry could not be saved, so that the tree is not all there is. */
    synchronized void lacks() {
        lacking = true;
    }

    /** Says that no more entries will be announced. */
    void close() throws IOException {
        close(Optional.empty());
    }

    /**
     * Says that no more entries will be announced.
     *
     * @param digest what the entries looked like ({@link Fingerprint.Form}); empty where that is not to be remembered
     */
    void close(Optional<byte[]> digest) throws IOException {
        synchronized (this) {
            entries = digest;
            allAnnounced = true;
        }
        completeUpwards();
    }

    /** Completes this directory if it is done, and each above it that is done by that: a loop, however deep they are. */
    private void completeUpwards() throws IOException {
        OpenDirectory done = this;
        while (done.takeCompletion()) {
            Optional<Saved> own = done.completion.complete(done, done.tree);
            if (own.isEmpty()) {
                return;
            }
            OpenDirectory above = done.parent.orElseThrow();
            above.write(done.slotInParent, List.of(own.get().node()), Optional.of(own.get().tree()));
            done = above;
        }
    }

    private synchronized boolean takeCompletion() {
        if (completed || !allAnnounced || !slots.isEmpty()) {
            return false;
        }
        completed = true;
        return true;
    }

    /** Returns what the completed directory looked like; empty where that is not to be remembered. */
    synchronized Optional<Fingerprint> fingerprint() {
        return lacking ? Optional.empty() : entries.map(subtrees::of);
    }

    boolean isRoot() {
        return parent.isEmpty();
    }

    Node node() {
        return node;
    }

    RawPath path() {
        return path;
    }

    Optional<Node> previous() {
        return previous;
    }

    Optional<Id> previousTree() {
        return previous.flatMap(Node::subtree);
    }
}
