package dev.tandem.storage.s3;

import dev.tandem.storage.Content;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Content on its way up: held against the length it claims before its last byte leaves, and digested. */
final class SourceStream extends InputStream {
    private final InputStream in;
    private final String what;
    private final long expected;
    private final MessageDigest digest;
    private long count;

    /** @param what {@code cannot write s3://bucket/key} */
    SourceStream(Content content, String what) throws StorageException {
        this.what = what;
        this.expected = content.length();
        this.digest = Md5.digest();
        try {
            this.in = content.open();
        } catch (IOException | RuntimeException e) {
            throw failed(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int wanted = (int) Math.min(length, expected - count);
        if (wanted == 0 && expected > 0) {
            return length == 0 ? 0 : -1;
        }
        int read = wanted == 0 ? -1 : readSource(target, offset, wanted);
        if (read < 0 && count < expected) {
            throw anotherLength(Long.toString(count));
        }
        if (read > 0) {
            digest.update(target, offset, read);
            count += read;
        }
        if (count == expected && readSource(new byte[1], 0, 1) >= 0) {
            throw anotherLength("more");
        }
        return read;
    }

    private int readSource(byte[] target, int offset, int length) throws StorageException {
        try {
            return in.read(target, offset, length);
        } catch (IOException | RuntimeException e) {
            throw failed(e);
        }
    }

    /** Returns the digest of what was read; afterwards nothing more can be read. */
    byte[] md5() {
        return digest.digest();
    }

    private StorageException anotherLength(String yielded) {
        return new StorageException(Kind.FAILED, what + ": its source yielded " + yielded + " bytes instead of " + expected
                + "; it changed meanwhile");
    }

    private StorageException failed(Exception cause) {
        boolean retryable = cause instanceof StorageException failure && failure.retryable();
        return new StorageException(Kind.FAILED, what + ": its source cannot be read: " + cause.getMessage(), cause,
                retryable, null);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
