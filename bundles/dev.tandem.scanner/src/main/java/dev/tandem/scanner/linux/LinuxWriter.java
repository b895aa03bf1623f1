package dev.tandem.scanner.linux;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scanner.FileStores;
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
    public void deleteDirectory(RawPath path) throws IOException {
        run(path, Kernel::rmdir);
    }

    @Override
    public void rename(RawPath from, RawPath to) throws IOException {
        try (Frame frame = frames.take()) {
            if (Kernel.rename(frame, frame.path(from), frame.otherPath(to)) < 0) {
                throw renameFailure(frame, from, to);
            }
        }
    }

    private static IOException renameFailure(Frame frame, RawPath from, RawPath to) {
        return frame.failure(frame.error() == Errno.ENOENT ? from : to);
    }

    @Override
    public void renameNew(RawPath from, RawPath to) throws IOException {
        try (Frame frame = frames.take()) {
            if (Kernel.rename(frame, frame.path(from), frame.otherPath(to), Kernel.RENAME_NOREPLACE) == 0) {
                return;
            }
            if (!isUnsupported(frame.error())) {
                throw renameFailure(frame, from, to);
            }
            renameStepwise(frame, from, to);
        }
    }

    /** What a file system says that does not know a flag of {@code renameat2}, or a kernel or sandbox without the call. */
    private static boolean isUnsupported(int error) {
        return error == Errno.EINVAL || error == Errno.ENOSYS || error == Errno.ENOTSUP;
    }

    /** Renames to where nothing is without the kernel's promise of that. */
    static void renameStepwise(Frame frame, RawPath from, RawPath to) throws IOException {
        MemorySegment place = frame.path(from);
        MemorySegment target = frame.otherPath(to);
        if (!LinuxReader.stat(frame, from).isDirectory()) {
            if (Kernel.link(frame, place, target) == 0) {
                if (Kernel.unlink(frame, place) < 0) {
                    throw frame.failure(from);
                }
                return;
            }
            if (!hasNoHardLinks(frame.error())) {
                throw renameFailure(frame, from, to);
            }
        }
        if (Kernel.lstat(frame, target) == 0) {
            throw Errno.exception(Errno.EEXIST, to);
        }
        if (Kernel.rename(frame, place, target) < 0) {
            throw renameFailure(frame, from, to);
        }
    }

    /** FAT says EPERM, others that they cannot; a file may have all the names it can. */
    private static boolean hasNoHardLinks(int error) {
        return error == Errno.EPERM || error == Errno.EMLINK || isUnsupported(error);
    }

    @Override
    public boolean exchange(RawPath a, RawPath b) throws IOException {
        try (Frame frame = frames.take()) {
            if (Kernel.rename(frame, frame.path(a), frame.otherPath(b), Kernel.RENAME_EXCHANGE) == 0) {
                return true;
            }
            if (isUnsupported(frame.error())) {
                return false;
            }
            throw renameFailure(frame, a, b);
        }
    }

    @Override
    public void flush(RawPath directory) throws IOException {
        try (Frame frame = frames.take()) {
            int flags = Kernel.O_RDONLY | Kernel.O_DIRECTORY | Kernel.O_NOFOLLOW;
            int descriptor = Kernel.open(frame, frame.path(directory), flags, 0);
            if (descriptor < 0) {
                throw frame.failure(directory);
            }
            try {
                if (Kernel.syncfs(frame, descriptor) < 0) {
                    throw frame.failure(directory);
                }
            } finally {
                Kernel.close(frame, descriptor);
            }
        }
    }

    @Override
    public boolean flushesAll() {
        return true;
    }

    @Override
    public Space freeSpace(RawPath path) throws IOException {
        return FileStores.space(path);
    }

    @Override
    public List<String> setMetadata(RawPath path, FileStat wanted, List<ExtendedAttribute> attributes) {
        try (Frame frame = frames.take()) {
            return metadata.set(frame, path, wanted, attributes);
        }
    }
}
