package dev.tandem.storage.rclone;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.http.Purpose;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Part of a file that is removed when it was read. */
final class FilePart extends FilterInputStream {
    private long left;

    private FilePart(InputStream in, long left) {
        super(in);
        this.left = left;
    }

    static InputStream open(Path file, long offset, long length, Purpose purpose) throws StorageException {
        try {
            long size = Files.size(file);
            if (offset < 0 || offset > size) {
                throw new StorageException(Kind.INVALID,
                        purpose.cannot() + "it has " + size + " bytes, none at " + offset);
            }
            InputStream in = Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
            in.skipNBytes(offset);
            return new FilePart(in, length < 0 ? Long.MAX_VALUE : length);
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.spool(purpose, file.getParent(), e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            return length == 0 ? 0 : -1;
        }
        int count = in.read(target, offset, (int) Math.min(length, left));
        left -= Math.max(0, count);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(Math.min(count, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(left, in.available());
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
