package dev.tandem.storage.sftp;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * A range of a file of a server. What comes next is asked for before it is needed: little at first, so that who reads
 * little pays little, and more the more is read.
 */
final class RangeStream extends InputStream {
    private static final int MOST_AHEAD = 4 << 20;
    private static final int LEAST_AHEAD = 256 << 10;

    /** Bytes that were asked for. */
    private record Part(long offset, int length, Pending<ByteBuffer> data) { }

    private final RemoteFiles files;
    private final String path;
    private final byte[] handle;
    private final long start;
    private final long end;
    private final Deque<Part> ahead = new ArrayDeque<>();
    private ByteBuffer current = ByteBuffer.allocate(0);
    private long position;
    private long asked;
    private boolean closed;

    private RangeStream(RemoteFiles files, String path, byte[] handle, long start, long end, Part first) {
        this.files = files;
        this.path = path;
        this.handle = handle;
        this.start = start;
        this.end = end;
        this.position = start;
        this.asked = start;
        if (start < end) {
            asked = Math.min(end, start + first.length());
            ahead.add(new Part(start, (int) (asked - start), first.data()));
        }
    }

    static RangeStream open(RemoteFiles files, String path, long offset, long length) throws IOException {
        if (offset < 0) {
            throw new StorageException(Kind.INVALID, "cannot read " + path + " at " + offset);
        }
        byte[] handle = files.opened(files.open(path, RemoteFiles.READ));
        try {
            Pending<Attributes> told = files.statOpen(handle);
            // Asked for before the size is known: a small read costs no second wait.
            int most = (int) Math.min(files.limits().read(), length < 0 ? Long.MAX_VALUE : Math.max(1, length));
            Part first = new Part(offset, most, files.read(handle, offset, most));
            Attributes file = told.await();
            if (file.isDirectory()) {
                throw new StorageException(Kind.INVALID, "cannot read " + path + ": it is a folder");
            }
            long size = file.size();
            if (offset > size) {
                throw new StorageException(Kind.INVALID,
                        "cannot read " + path + " at " + offset + ": it has " + size + " bytes");
            }
            long end = length < 0 || length > size - offset ? size : offset + length;
            return new RangeStream(files, path, handle, offset, end, first);
        } catch (IOException | RuntimeException e) {
            files.close(handle);
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        return advance() ? current.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!advance()) {
            return -1;
        }
        int count = Math.min(length, current.remaining());
        current.get(target, offset, count);
        return count;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long count = 0;
        while (advance()) {
            out.write(current.array(), current.arrayOffset() + current.position(), current.remaining());
            count += current.remaining();
            current.position(current.limit());
        }
        return count;
    }

    @Override
    public int available() {
        return current.remaining();
    }

    /** Tells whether there is a byte to be had. */
    private boolean advance() throws StorageException {
        if (closed) {
            throw new StorageException(Kind.FAILED, "cannot read " + path + ": the stream is closed");
        }
        if (!current.hasRemaining() && position < end) {
            ask();
            try {
                current = next(ahead.remove());
            } catch (IOException e) {
                throw StatusException.is(e, StatusException.END) ? shorter() : Failures.of("read", path, e);
            }
            position += current.remaining();
        }
        return current.hasRemaining();
    }

    private void ask() {
        long allowed = Math.clamp(position - start + LEAST_AHEAD, LEAST_AHEAD, MOST_AHEAD);
        while (asked < end && asked - position < allowed) {
            add(asked, (int) Math.min(files.limits().read(), end - asked), false);
        }
    }

    private void add(long offset, int length, boolean atFront) {
        Part part = new Part(offset, length, files.read(handle, offset, length));
        if (atFront) {
            ahead.addFirst(part);
        } else {
            ahead.addLast(part);
            asked = offset + length;
        }
    }

    private ByteBuffer next(Part part) throws IOException {
        ByteBuffer data = part.data().await();
        if (!data.hasRemaining()) {
            throw shorter();
        }
        if (data.remaining() > part.length()) {
            data.limit(data.position() + part.length());
        } else if (data.remaining() < part.length()) {
            // A server may give less than it was asked for, and not be at the end.
            add(part.offset() + data.remaining(), part.length() - data.remaining(), true);
        }
        return data;
    }

    private StorageException shorter() {
        return new StorageException(Kind.FAILED,
                "cannot read " + path + ": it became shorter meanwhile; check what else writes there");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            ahead.clear();
            current = ByteBuffer.allocate(0);
            files.close(handle);
        }
    }
}
