package dev.tandem.scanner.nio;

import dev.tandem.scan.LocalWriter.TargetFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file being written, from any thread: positions are given, so none is shared. */
final class NioTargetFile implements TargetFile {
    /** Java keeps a buffer outside the heap, as large as the largest transfer, for each thread. */
    private static final int MOST = 128 * 1024;

    private final FileChannel channel;

    NioTargetFile(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(byte[] buffer, int offset, int length, long position) throws IOException {
        int done = 0;
        while (done < length) {
            ByteBuffer part = ByteBuffer.wrap(buffer, offset + done, Math.min(MOST, length - done));
            done += channel.write(part, position + done);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length, long position) throws IOException {
        int done = 0;
        while (done < length) {
            ByteBuffer part = ByteBuffer.wrap(buffer, offset + done, Math.min(MOST, length - done));
            int count = channel.read(part, position + done);
            if (count < 0) {
                break;
            }
            done += count;
        }
        return done;
    }

    @Override
    public void setSize(long size) throws IOException {
        long now = channel.size();
        if (size < now) {
            channel.truncate(size);
        } else if (size > now) {
            // Java extends a file only by writing its last byte; what lies before stays a hole.
            channel.write(ByteBuffer.allocate(1), size - 1);
        }
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
