package dev.tandem.scanner.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWriter.TargetFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** A file being written, from any thread: each call brings a frame of its own. */
final class LinuxTargetFile implements TargetFile {
    private final FramePool frames;
    private final int descriptor;
    private final RawPath path;
    private final AtomicBoolean closed = new AtomicBoolean();

    LinuxTargetFile(FramePool frames, int descriptor, RawPath path) {
        this.frames = frames;
        this.descriptor = descriptor;
        this.path = path;
    }

    @Override
    public void write(byte[] buffer, int offset, int length, long position) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        try (Frame frame = frame()) {
            int done = 0;
            while (done < length) {
                int wanted = Math.min(Frame.BULK, length - done);
                MemorySegment.copy(buffer, offset + done, frame.bulk, JAVA_BYTE, 0, wanted);
                int count = Kernel.pwrite(frame, descriptor, frame.bulk, wanted, position + done);
                if (count < 0) {
                    throw frame.failure(path);
                }
                if (count == 0) {
                    throw new FileSystemException(path.toString(), null, "the system takes no more bytes");
                }
                done += count;
            }
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length, long position) throws IOException {
        try (Frame frame = frame()) {
            int done = 0;
            while (done < length) {
                int wanted = Math.min(Frame.BULK, length - done);
                int count = Kernel.pread(frame, descriptor, frame.bulk, wanted, position + done);
                if (count < 0) {
                    throw frame.failure(path);
                }
                if (count == 0) {
                    break;
                }
                MemorySegment.copy(frame.bulk, JAVA_BYTE, 0, buffer, offset + done, count);
                done += count;
            }
            return done;
        }
    }

    @Override
    public void setSize(long size) throws IOException {
        try (Frame frame = frame()) {
            if (Kernel.ftruncate(frame, descriptor, size) < 0) {
                throw frame.failure(path);
            }
        }
    }

    @Override
    public long size() throws IOException {
        try (Frame frame = frame()) {
            return LinuxReader.stat(frame, descriptor, path).size();
        }
    }

    @Override
    public void force() throws IOException {
        try (Frame frame = frame()) {
            if (Kernel.fsync(frame, descriptor) < 0) {
                throw frame.failure(path);
            }
        }
    }

    /** The descriptor's number may already serve another file. */
    private Frame frame() throws IOException {
        if (closed.get()) {
            throw new IOException(path + " is closed");
        }
        return frames.take();
    }

    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) {
            return;
        }
        try (Frame frame = frames.take()) {
            if (Kernel.close(frame, descriptor) < 0) {
                throw frame.failure(path);
            }
        }
    }
}
