package dev.tandem.scanner.nio;

import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader.SourceFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A file being read. */
final class NioSourceFile implements SourceFile {
    private static final Logger LOG = System.getLogger(NioSourceFile.class.getName());
    /** Java keeps a buffer outside the heap, as large as the largest read, for each thread. */
    private static final int MOST = 128 * 1024;

    private final NioReader reader;
    private final RawPath path;
    private final SeekableByteChannel channel;

    NioSourceFile(NioReader reader, RawPath path, SeekableByteChannel channel) {
        this.reader = reader;
        this.path = path;
        this.channel = channel;
    }

    /** Asks by path, as Java cannot ask an open file; the size is that of the open one. */
    @Override
    public FileStat stat() throws IOException {
        FileStat s = reader.stat(path);
        if (!s.isFile()) {
            throw NioReader.notRegular(path);
        }
        return new FileStat(s.type(), s.permissions(), channel.size(), s.allocated(), s.modified(), s.accessed(),
                s.changed(), s.uid(), s.gid(), s.device(), s.inode(), s.links(), s.rawDevice());
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return channel.read(ByteBuffer.wrap(buffer, offset, Math.min(length, MOST)));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            // Nothing was written, so nothing can be lost.
            LOG.log(Level.DEBUG, "closing " + path, failed);
        }
    }
}
