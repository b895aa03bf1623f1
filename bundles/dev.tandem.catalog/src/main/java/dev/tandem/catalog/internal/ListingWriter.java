package dev.tandem.catalog.internal;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the listing of a directory: for each entry its name, then what {@link Listing} calls its body, the same bytes
 * for the same {@link dev.tandem.catalog.FileEntry}, then for a directory the number of its tree plus one. For one
 * thread.
 */
final class ListingWriter {
    static final int HAS_CONTENT = 0x10;
    static final int HAS_EXTRA = 0x20;

    private final Bytes out = new Bytes();

    /**
     * Adds an entry.
     *
     * @param subtree number of its tree, or -1
     */
    void add(Node node, int subtree) {
        FileStat stat = node.stat();
        long content = content(node);
        long extra = extra(node);
        text(node.name().bytes());
        out.number(stat.type().ordinal() | (content == 0 ? 0 : HAS_CONTENT) | (extra == 0 ? 0 : HAS_EXTRA));
        out.number(stat.permissions());
        out.number(stat.type() == FileType.FILE ? stat.size() : 0);
        out.signed(stat.modified().getEpochSecond());
        out.number(stat.modified().getNano());
        out.number(Integer.toUnsignedLong(stat.uid()));
        out.number(Integer.toUnsignedLong(stat.gid()));
        text(node.user().getBytes(StandardCharsets.UTF_8));
        text(node.group().getBytes(StandardCharsets.UTF_8));
        if (content != 0) {
            out.fixed(content);
        }
        if (extra != 0) {
            out.fixed(extra);
        }
        if (stat.type() == FileType.DIRECTORY) {
            out.number(subtree + 1L);
        }
    }

    private void text(byte[] bytes) {
        out.number(bytes.length);
        out.all(bytes);
    }

    byte[] listing() {
        return out.copy();
    }

    private static long content(Node node) {
        return switch (node.type()) {
            case FILE -> content(node.content());
            case SYMLINK -> hash(node.linkTarget());
            default -> 0;
        };
    }

    private static long content(List<Id> blobs) {
        long hash = 0;
        for (Id blob : blobs) {
            hash = mixed(hash, blob.a(), blob.b());
        }
        return hash;
    }

    private static long extra(Node node) {
        long hash = 0;
        for (ExtendedAttribute attribute : node.attributes()) {
            hash = mixed(hash, hash(attribute.name().getBytes(StandardCharsets.UTF_8)), hash(attribute.value()));
        }
        return node.stat().rawDevice() == 0 ? hash : mixed(hash, node.stat().rawDevice(), 0);
    }

    private static long hash(byte[] bytes) {
        long hash = bytes.length;
        for (byte b : bytes) {
            hash = mixed(hash, b, 0);
        }
        return hash;
    }

    /** Spreads each bit over all; the multipliers are primes of about 64 bits. */
    private static long mixed(long hash, long a, long b) {
        long mixed = (hash ^ a) * 0x9e3779b97f4a7c55L;
        mixed = (mixed ^ mixed >>> 32 ^ b) * 0xd6e8feb86659fd93L;
        return mixed ^ mixed >>> 29;
    }
}
