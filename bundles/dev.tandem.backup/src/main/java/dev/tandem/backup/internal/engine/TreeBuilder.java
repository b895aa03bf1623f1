package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.NodeEncoder;
import dev.tandem.backup.internal.format.Zstandard;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.backup.internal.store.Hashing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.List;

/**
 * Puts a tree blob together from encoded nodes in order of their names. A tree that grows beyond
 * {@value #MAX_PLAIN} bytes is hashed and compressed on the way, so that a directory of a million entries takes no more
 * memory than its compressed form. One thread at a time.
 */
public final class TreeBuilder {
    private static final int MAX_PLAIN = 8 << 20;
    private static final int LEVEL = 3;

    /**
     * A tree that was saved.
     *
     * @param id     its ID
     * @param plain  its plain size
     * @param stored bytes it takes in the repository, {@link BlobWriter#KNOWN} when it was there
     */
    public record Saved(Id id, long plain, int stored) { }

    /** Bytes written so far, without a copy to look at them. */
    private static final class Bytes extends ByteArrayOutputStream {
        byte[] array() {
            return buf;
        }
    }

    private Bytes bytes = new Bytes();
    private MessageDigest digest;
    private OutputStream compressor;
    private Bytes frame;
    private long plain;
    private boolean first = true;

    /** Begins a tree. */
    public TreeBuilder() {
        bytes.writeBytes(NodeEncoder.TREE_START);
    }

    /** Adds nodes, whose names follow those before. */
    public void add(List<byte[]> nodes) throws IOException {
        for (byte[] node : nodes) {
            if (!first) {
                bytes.write(',');
            }
            first = false;
            bytes.writeBytes(node);
            if (bytes.size() > MAX_PLAIN && compressor == null) {
                spill();
            } else if (compressor != null) {
                compress();
            }
        }
    }

    private void spill() throws IOException {
        digest = Hashing.newSha256();
        frame = new Bytes();
        compressor = Zstandard.compressing(frame, LEVEL);
        compress();
    }

    private void compress() throws IOException {
        digest.update(bytes.array(), 0, bytes.size());
        compressor.write(bytes.array(), 0, bytes.size());
        plain += bytes.size();
        bytes.reset();
    }

    /** Ends the tree and saves it. */
    public Saved save(BlobWriter blobs) throws IOException {
        bytes.writeBytes(NodeEncoder.TREE_END);
        if (compressor == null) {
            Id id = Hashing.sha256(bytes.array(), 0, bytes.size());
            return new Saved(id, bytes.size(), blobs.save(BlobType.TREE, id, bytes.array(), 0, bytes.size()));
        }
        compress();
        compressor.close();
        Id id = Id.of(digest.digest());
        if (plain > Integer.MAX_VALUE) {
            throw new IOException("a directory has so many entries that they take " + plain + " bytes, more than the"
                    + " 2 GiB this program stores; split it, or exclude it");
        }
        return new Saved(id, plain, blobs.saveCompressedTree(id, frame.array(), frame.size(), (int) plain));
    }
}
