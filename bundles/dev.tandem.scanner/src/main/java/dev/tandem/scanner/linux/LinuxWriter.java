package dev.tandem.scanner.linux;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scanner.PosixMode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Writes through the system calls of Linux, on x86-64 and aarch64. */
public final class LinuxWriter implements LocalWriter {
    private static final int OWNER_ONLY = 0600;
    private static final int OWNER_ONLY_DIRECTORY = 0700;

    private final FramePool frames = new FramePool();
    private final LinuxMetadata metadata;

    /**
     * Reaches for the system.
     *
     * @throws LinkageError when the C library or the kernel lacks what is needed
     */
    public LinuxWriter() {
        try (Frame frame = frames.take()) {
            metadata = LinuxMetadata.of(frame);
        }
    }

    /** A call that answers below zero when it failed. */
    @FunctionalInterface
    private interface Call {
        long on(Frame frame, MemorySegment path) throws IOException;
    }

    private void run(RawPath path, Call call) throws IOException {
        try (Frame frame = frames.take()) {
            if (call.on(frame, frame.path(path)) < 0) {
                throw frame.failure(path);
            }
        }
    }

    @Override
    public void createDirectory(RawPath path) throws IOException {
        run(path, (frame, place) -> Kernel.mkdir(frame, place, OWNER_ONLY_DIRECTORY));
    }

    @Override
    public void createSymlink(RawPath path, byte[] target) throws IOException {
        run(path, (frame, place) -> Kernel.symlink(frame, frame.target(target, path), place));
    }

    @Override
    public void createHardLink(RawPath path, RawPath existing) throws IOException {
        run(path, (frame, place) -> Kernel.link(frame, frame.otherPath(existing), place));
    }

    @Override
    public void createSpecial(RawPath path, FileType type, long rawDevice) throws IOException {
        int mode = PosixMode.special(type) | OWNER_ONLY;
        run(path, (frame, place) -> Kernel.mknod(frame, place, mode, rawDevice));
    }

    @Override
    public TargetFile createFile(RawPath path) throws IOException {
        int flags = Kernel.O_RDWR | Kernel.O_CREAT | Kernel.O_EXCL | Kernel.O_NOFOLLOW;
        try (Frame frame = frames.take()) {
            int descriptor = Kernel.open(frame, frame.path(path), flags, OWNER_ONLY);
            if (descriptor < 0) {
                throw frame.failure(path);
            }
            return new LinuxTargetFile(frames, descriptor, path);
        }
    }

    @Override
    public TargetFile openFile(RawPath path) throws IOException {
        int flags = Kernel.O_RDWR | Kernel.O_NOFOLLOW | Kernel.O_NONBLOCK;
        try (Frame frame = frames.take()) {
            FileStat stat = LinuxReader.stat(frame, path);
            if (!stat.isFile()) {
                throw LinuxReader.notRegular(path);
            }
            int descriptor = Kernel.open(frame, frame.path(path), flags, 0);
            if (descriptor < 0 && frame.error() == Errno.EACCES) {
                metadata.chmod(frame, frame.path(path), stat.permissions() | OWNER_ONLY, path);
                descriptor = Kernel.open(frame, frame.path(path), flags, 0);
            }
            if (descriptor < 0) {
                throw frame.failure(path);
            }
            return regular(frame, descriptor, path);
        }
    }

    private TargetFile regular(Frame frame, int descriptor, RawPath path) throws IOException {
        boolean regular = false;
        try {
            regular = LinuxReader.stat(frame, descriptor, path).isFile();
        } finally {
            if (!regular) {
                Kernel.close(frame, descriptor);
            }
        }
        if (!regular) {
            throw LinuxReader.notRegular(path);
        }
        return new LinuxTargetFile(frames, descriptor, path);
    }

    @Override
    public void delete(RawPath path) throws IOException {
        run(path, (frame, place) -> {
            long status = Kernel.unlink(frame, place);
            return status < 0 && frame.error() == Errno.EISDIR ? Kernel.rmdir(frame, place) : status;
        });
    }

    @Override
    public void rename(RawPath from, RawPath to) throws IOException {
        try (Frame frame = frames.take()) {
            if (Kernel.rename(frame, frame.path(from), frame.otherPath(to)) < 0) {
                throw frame.failure(frame.error() == Errno.ENOENT ? from : to);
            }
        }
    }

    @Override
    public List<String> setMetadata(RawPath path, FileStat wanted, List<ExtendedAttribute> attributes) {
        try (Frame frame = frames.take()) {
            return metadata.set(frame, path, wanted, attributes);
        }
    }
}
