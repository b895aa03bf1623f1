package dev.tandem.storage.internal;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;

/**
 * A stream that, when it breaks, is opened again where the reader is. Attempts are counted anew after every byte that
 * came, so that a long object may break often but never for ever. The object must stay the same meanwhile.
 */
final class RetryingStream extends InputStream {
    private static final int TRANSFERRED_AT_ONCE = 64 << 10;

    /** Opens the stream again. */
    interface Opener {
        /** @param done how many bytes the reader has */
        InputStream open(long done) throws StorageException;
    }

    private interface Read<T> {
        T from(InputStream in) throws IOException;
    }

    private final Opener opener;
    private final Backoff backoff;
    private InputStream in;
    private long done;
    private boolean closed;

    RetryingStream(InputStream in, Opener opener, Backoff backoff) {
        this.in = in;
        this.opener = opener;
        this.backoff = backoff;
    }

    @Override
    public int read() throws IOException {
        int value = attempt(InputStream::read);
        done += value < 0 ? 0 : 1;
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = attempt(stream -> stream.read(target, offset, length));
        done += Math.max(0, count);
        return count;
    }

    @Override
    public int readNBytes(byte[] target, int offset, int length) throws IOException {
        int count = attempt(stream -> stream.readNBytes(target, offset, length));
        done += count;
        return count;
    }

    @Override
    public byte[] readNBytes(int length) throws IOException {
        byte[] bytes = attempt(stream -> stream.readNBytes(length));
        done += bytes.length;
        return bytes;
    }

    @Override
    public byte[] readAllBytes() throws IOException {
        byte[] bytes = attempt(InputStream::readAllBytes);
        done += bytes.length;
        return bytes;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long start = done;
        byte[] buffer = new byte[TRANSFERRED_AT_ONCE];
        for (int count = read(buffer); count >= 0; count = read(buffer)) {
            out.write(buffer, 0, count);
        }
        return done - start;
    }

    @Override
    public int available() throws IOException {
        return in == null ? 0 : in.available();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        if (in != null) {
            in.close();
        }
    }

    private <T> T attempt(Read<T> read) throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        int failures = 0;
        while (true) {
            try {
                if (in == null) {
                    in = opener.open(done);
                }
                return read.from(in);
            } catch (IOException e) {
                if (isInterruption(e)) {
                    Thread.currentThread().interrupt();
                    throw new StorageException(Kind.FAILED, "interrupted while reading", e);
                }
                abandon(e);
                failures++;
                backoff.pause(asStorageException(e), failures);
            }
        }
    }

    /** A socket that answered too late is no interruption, although it is told as one. */
    private static boolean isInterruption(IOException e) {
        return e instanceof ClosedByInterruptException
                || e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException);
    }

    /** Reading has no effect, so whatever a provider passed on unmapped may be tried again. */
    private static StorageException asStorageException(IOException e) {
        return e instanceof StorageException failure ? failure : new StorageException(Kind.FAILED,
                "the storage broke off a read: " + e.getMessage(), e, true, null);
    }

    private void abandon(IOException because) {
        InputStream broken = in;
        in = null;
        if (broken != null) {
            try {
                broken.close();
            } catch (IOException e) {
                because.addSuppressed(e);
            }
        }
    }
}
