package dev.tandem.sync.internal.replica.remote;

import dev.tandem.job.JobMonitor;
import dev.tandem.storage.Content;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.replica.Replica;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;

/** A file on its way to a storage. Used by one thread. */
final class Spooled implements Replica.Staged, Content {
    private final Spool spool;
    private final Path file;
    private final OutputStream out;
    private final Supplier<JobMonitor> monitor;
    private long length;
    private Instant modified;
    private boolean placed;

    /** @param monitor is asked whether to go on when this is read */
    Spooled(Spool spool, Supplier<JobMonitor> monitor) throws IOException {
        this.spool = spool;
        this.monitor = monitor;
        try {
            file = spool.next();
            out = Files.newOutputStream(file);
        } catch (IOException e) {
            throw spool.failed(e);
        }
    }

    @Override
    public void write(byte[] buffer, int offset, int count) throws IOException {
        try {
            out.write(buffer, offset, count);
        } catch (IOException e) {
            throw spool.failed(e);
        }
        length += count;
    }

    @Override
    public void finish(Attributes attributes) throws IOException {
        out.close();
        modified = attributes.modifiedTime();
    }

    /** Returns the time it shall have. */
    Instant modified() {
        if (modified == null || placed) {
            throw new IllegalStateException(file + " is not finished, or is placed already");
        }
        return modified;
    }

    /** Notes that it is in its place. */
    void placed() {
        placed = true;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream open() throws IOException {
        return new FilterInputStream(Files.newInputStream(file)) {
            @Override
            public int read() throws IOException {
                goOn();
                return super.read();
            }

            @Override
            public int read(byte[] buffer, int offset, int count) throws IOException {
                goOn();
                return super.read(buffer, offset, count);
            }
        };
    }

    private void goOn() throws InterruptedIOException {
        if (monitor.get().cancelled()) {
            throw new InterruptedIOException("cancelled");
        }
    }

    @Override
    public void close() {
        try {
            out.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
