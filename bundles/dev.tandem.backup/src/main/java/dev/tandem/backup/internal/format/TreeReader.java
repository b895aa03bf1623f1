package dev.tandem.backup.internal.format;

import dev.tandem.backup.Node;
import dev.tandem.model.RawName;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the nodes of a tree one by one, so that a directory of millions of entries needs no more memory than one
 * (restic repository format, "Trees and Data"). Takes what other programs write too: white space, unknown fields,
 * absent ones. For one thread.
 */
public final class TreeReader implements AutoCloseable {
    private final JsonScanner json;
    private final NodeDecoder decoder;
    private final InputStream in;
    private State state = State.BEFORE;
    private Node previous;
    private boolean foreign;

    private enum State { BEFORE, FIRST, WITHIN, AFTER }

    private TreeReader(JsonScanner json, InputStream in) {
        this.json = json;
        this.in = in;
        decoder = new NodeDecoder(json);
    }

    /** Returns a reader of the tree in {@code length} bytes of {@code json}, which must not change meanwhile. */
    public static TreeReader of(byte[] json, int offset, int length) {
        return new TreeReader(new JsonScanner(json, offset, length), InputStream.nullInputStream());
    }

    /** Returns a reader of the tree that {@code json} holds, which is closed with it. */
    public static TreeReader of(InputStream json) {
        return new TreeReader(new JsonScanner(json), json);
    }

    /**
     * Returns the next node, or null after the last one, when everything up to the end of the input was seen to be
     * well-formed. Names are safe (see {@link RawName#isSafe}) and strictly ascending; a repetition of the node before
     * is dropped, as restic does.
     *
     * @throws DamagedException if the input is not such a tree
     */
    public Node next() throws IOException {
        while (true) {
            Node node = following();
            if (node == null || previous == null) {
                previous = node;
                return node;
            }
            int order = previous.name().compareTo(node.name());
            if (order < 0) {
                previous = node;
                return node;
            }
            if (order > 0 || !NodeDecoder.same(previous, node)) {
                throw new DamagedException("a tree has the name '" + node.name() + "' after '" + previous.name() + "'");
            }
        }
    }

    /** Returns the node last returned, byte for byte as the tree has it; only before the next one is asked for. */
    public RawNode raw() {
        return new RawNode(json.marked());
    }

    /** Tells, after the last node, whether the tree has fields beside its nodes, which nobody knows yet. */
    public boolean hasForeignFields() {
        return foreign;
    }

    private Node following() throws IOException {
        if (state == State.BEFORE) {
            json.expect('{');
            state = json.peek() == '}' ? ended() : members(false);
        }
        boolean more = switch (state) {
            case FIRST -> json.peek() != ']';
            case WITHIN -> json.accept(',');
            default -> false;
        };
        if (more) {
            state = State.WITHIN;
            json.mark();
            return decoder.node();
        }
        if (state != State.AFTER) {
            json.expect(']');
            state = json.accept(',') ? members(true) : ended();
        }
        return null;
    }

    /** Takes members of the tree's object up to the start of its nodes, or all where there are none. */
    private State members(boolean nodesSeen) throws IOException {
        do {
            json.string();
            boolean nodes = json.asString().equals("nodes");
            json.expect(':');
            if (nodes && nodesSeen) {
                throw new DamagedException("a tree has its nodes twice");
            }
            if (nodes && !json.acceptNull()) {
                json.expect('[');
                return State.FIRST;
            }
            if (!nodes) {
                foreign = true;
                json.skip();
            }
        } while (json.accept(','));
        return ended();
    }

    private State ended() throws IOException {
        json.expect('}');
        if (json.peek() >= 0) {
            throw new DamagedException("a tree is followed by something else");
        }
        return State.AFTER;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
