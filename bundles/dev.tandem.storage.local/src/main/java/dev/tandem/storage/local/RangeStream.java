package dev.tandem.storage.local;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** A range of a file, read straight into the caller's array. */
final class RangeStream extends InputStream {
    // The JDK copies through a direct buffer as large as the request, and keeps it for the thread.
    private static final int LARGEST_REQUEST = 256 << 10;

    private final Path file;
    private final FileChannel channel;
    private final long end;
    private long position;

    private RangeStream(Path file, FileChannel channel, long position, long end) {
        this.file = file;
        this.channel = channel;
        this.position = position;
        this.end = end;
    }

    static RangeStream open(Path file, long offset, long length) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            long size = channel.size();
            if (offset < 0 || offset > size) {
                throw new StorageException(Kind.INVALID,
                        "cannot read " + file + " at " + offset + ": it has " + size + " bytes");
            }
            long end = length < 0 || length > size - offset ? size : offset + length;
            return new RangeStream(file, channel, offset, end);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        int wanted = (int) Math.min(length, end - position);
        fill(target, offset, wanted);
        return wanted;
    }

    private void fill(byte[] target, int offset, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int request = Math.min(count - done, LARGEST_REQUEST);
            int got = readOnce(ByteBuffer.wrap(target, offset + done, request));
            if (got < 0) {
                throw new StorageException(Kind.FAILED,
                        "cannot read " + file + ": it became shorter meanwhile; check what else writes there");
            }
            done += got;
            position += got;
        }
    }

    private int readOnce(ByteBuffer target) throws StorageException {
        try {
            return channel.read(target, position);
        } catch (IOException e) {
            throw Failures.of("read", file, e);
        }
    }

    @Override
    public int readNBytes(byte[] target, int offset, int length) throws IOException {
        return Math.max(0, read(target, offset, length));
    }

    @Override
    public byte[] readNBytes(int length) throws IOException {
        if (length < 0) {
            throw new IllegalArgumentException("a negative length: " + length);
        }
        byte[] bytes = new byte[(int) Math.min(length, end - position)];
        fill(bytes, 0, bytes.length);
        return bytes;
    }

    @Override
    public byte[] readAllBytes() throws IOException {
        if (end - position > Integer.MAX_VALUE - 8) {
            throw new StorageException(Kind.INVALID, file + " is too large for one array; read it in parts");
        }
        return readNBytes((int) (end - position));
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long start = position;
        byte[] buffer = new byte[(int) Math.min(LARGEST_REQUEST, end - position)];
        for (int count = read(buffer); count > 0; count = read(buffer)) {
            out.write(buffer, 0, count);
        }
        return position - start;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.clamp(count, 0, end - position);
        position += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, end - position);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
