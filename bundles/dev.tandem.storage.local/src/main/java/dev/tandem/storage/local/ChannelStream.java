package dev.tandem.storage.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A channel as a stream that knows how much it wrote, and whether a failure was its own. */
final class ChannelStream extends OutputStream {
    // The JDK copies through a direct buffer as large as the request, and keeps it for the thread.
    private static final int LARGEST_REQUEST = 256 << 10;

    private final FileChannel channel;
    private long written;
    private IOException failure;

    ChannelStream(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        try {
            while (done < length) {
                int request = Math.min(length - done, LARGEST_REQUEST);
                done += channel.write(ByteBuffer.wrap(bytes, offset + done, request));
            }
        } catch (IOException e) {
            failure = e;
            throw e;
        } finally {
            written += done;
        }
    }

    long written() {
        return written;
    }

    boolean failed(IOException e) {
        return e == failure;
    }
}
