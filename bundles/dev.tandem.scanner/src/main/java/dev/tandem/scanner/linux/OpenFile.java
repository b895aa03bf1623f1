package dev.tandem.scanner.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader.SourceFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** A file being read; keeps its frame until it is closed, so that reading a small file costs four calls and no more. */
final class OpenFile implements SourceFile {
    private final Frame frame;
    private final int descriptor;
    private final RawPath path;
    private boolean closed;

    OpenFile(Frame frame, int descriptor, RawPath path) {
        this.frame = frame;
        this.descriptor = descriptor;
        this.path = path;
    }

    void requireRegular() throws IOException {
        if (!stat().isFile()) {
            throw LinuxReader.notRegular(path);
        }
    }

    @Override
    public FileStat stat() throws IOException {
        requireOpen();
        return LinuxReader.stat(frame, descriptor, path);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        requireOpen();
        int done = 0;
        while (done < length) {
            int wanted = Math.min(Frame.BULK, length - done);
            int count = Kernel.read(frame, descriptor, frame.bulk, wanted);
            if (count < 0) {
                throw frame.failure(path);
            }
            MemorySegment.copy(frame.bulk, JAVA_BYTE, 0, buffer, offset + done, count);
            done += count;
            if (count < wanted) {
                return done == 0 ? -1 : done;
            }
        }
        return done;
    }

    /** The descriptor's number and the frame may already serve another file. */
    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException(path + " is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Kernel.close(frame, descriptor);
            frame.close();
        }
    }
}
