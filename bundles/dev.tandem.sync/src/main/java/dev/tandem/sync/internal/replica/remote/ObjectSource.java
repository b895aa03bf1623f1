package dev.tandem.sync.internal.replica.remote;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.replica.ChangedException;
import dev.tandem.sync.internal.replica.Replica;
import java.io.IOException;
import java.io.InputStream;

/** An object open for reading. A connection that ends early must not look like a file that does. */
final class ObjectSource implements Replica.Source {
    private final StorageSession session;
    private final RemotePath path;
    private final Look look;
    private final FileItem opened;
    private boolean told;
    private InputStream in;
    private long count;

    /** Looks at the file once more. */
    @FunctionalInterface
    interface Look {
        FileItem again() throws IOException;
    }

    /** @param opened what it is at the beginning */
    ObjectSource(StorageSession session, RemotePath path, FileItem opened, Look look) {
        this.session = session;
        this.path = path;
        this.opened = opened;
        this.look = look;
    }

    @Override
    public FileItem stat() throws IOException {
        if (!told) {
            told = true;
            return opened;
        }
        return look.again();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (in == null) {
            in = session.read(path, 0, -1);
        }
        int read = in.read(buffer, offset, length);
        count += Math.max(read, 0);
        if (read < 0 && count != opened.size()) {
            if (!look.again().equals(opened)) {
                throw new ChangedException(path + " was changed while it was read");
            }
            throw new StorageException(StorageException.Kind.FAILED, path + " ended after " + count + " bytes of "
                    + opened.size() + "; the next run tries again");
        }
        return read;
    }

    @Override
    public void close() {
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException e) {
            // What was read is whole, or its reader knows that it is not.
            System.getLogger(ObjectSource.class.getName()).log(System.Logger.Level.DEBUG, "closing " + path, e);
        }
    }
}
