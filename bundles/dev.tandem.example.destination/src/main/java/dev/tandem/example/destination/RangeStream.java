package dev.tandem.example.destination;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Part of a file. */
final class RangeStream extends InputStream {
    private final Path path;
    private final RandomAccessFile file;
    private long left;

    private RangeStream(Path path, RandomAccessFile file, long left) {
        this.path = path;
        this.file = file;
        this.left = left;
    }

    /** The size is that of the open file: the name may stand for another one the next moment. */
    static RangeStream open(Path path, long offset, long length) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "r");
        long size = file.length();
        if (offset < 0 || offset > size) {
            file.close();
            throw new StorageException(Kind.INVALID, path + " has " + size + " bytes, none at " + offset);
        }
        file.seek(offset);
        return new RangeStream(path, file, length < 0 ? size - offset : Math.min(length, size - offset));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0 && length > 0) {
            return -1;
        }
        try {
            int count = file.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        } catch (IOException e) {
            throw Failures.of("read", path, e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
