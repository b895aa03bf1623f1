package dev.tandem.scanner.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scanner.NameCache;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads through the system calls of Linux, on x86-64 and aarch64. */
public final class LinuxReader implements LocalReader {
    private static final int DIRENT_LENGTH = 16;
    private static final int DIRENT_NAME = 19;
    private static final int LIST_SIZE = Frame.BULK / 2;

    private final FramePool frames = new FramePool();
    private final NameCache users = new NameCache(CLibrary::user);
    private final NameCache groups = new NameCache(CLibrary::group);

    /**
     * Reaches for the system.
     *
     * @throws LinkageError when the C library or the kernel lacks what is needed
     */
    public LinuxReader() {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new UnsatisfiedLinkError("structures are read in little-endian order");
        }
        try {
            stat(RawPath.ROOT);
        } catch (IOException failed) {
            throw (LinkageError) new UnsatisfiedLinkError("statx does not work here: " + failed.getMessage())
                    .initCause(failed);
        }
    }

    @Override
    public FileStat stat(RawPath path) throws IOException {
        try (Frame frame = frames.take()) {
            return stat(frame, path);
        }
    }

    static FileStat stat(Frame frame, RawPath path) throws IOException {
        if (Kernel.lstat(frame, frame.path(path)) < 0) {
            throw frame.failure(path);
        }
        return Statx.read(frame.statx);
    }

    /** Returns the metadata of what {@code descriptor} is open on. */
    static FileStat stat(Frame frame, int descriptor, RawPath path) throws IOException {
        if (Kernel.fstat(frame, descriptor) < 0) {
            throw frame.failure(path);
        }
        return Statx.read(frame.statx);
    }

    @Override
    public boolean keepsChangeTimes(RawPath directory, FileStat stat) {
        try (Frame frame = frames.take()) {
            return FileSystems.keepChangeTimes(frame, frame.path(directory));
        } catch (IOException unknown) {
            return false;
        }
    }

    @Override
    public List<RawName> names(RawPath directory) throws IOException {
        try (Frame frame = frames.take()) {
            int descriptor = openQuietly(frame, directory, Kernel.O_DIRECTORY);
            if (descriptor < 0) {
                throw frame.failure(directory);
            }
            try {
                return names(frame, descriptor, directory);
            } finally {
                Kernel.close(frame, descriptor);
            }
        }
    }

    private static List<RawName> names(Frame frame, int descriptor, RawPath directory) throws IOException {
        List<RawName> names = new ArrayList<>();
        while (true) {
            int filled = Kernel.getdents(frame, descriptor, frame.bulk);
            if (filled < 0) {
                throw frame.failure(directory);
            }
            if (filled == 0) {
                return names;
            }
            byte[] entries = copy(frame.bulk, 0, filled);
            int length;
            for (int at = 0; at < filled; at += length) {
                length = frame.bulk.get(JAVA_SHORT, at + DIRENT_LENGTH) & 0xffff;
                int end = terminator(entries, at + DIRENT_NAME);
                if (!isDots(entries, at + DIRENT_NAME, end)) {
                    names.add(RawName.of(entries, at + DIRENT_NAME, end - at - DIRENT_NAME));
                }
            }
        }
    }

    private static boolean isDots(byte[] text, int start, int end) {
        return text[start] == '.' && (end == start + 1 || end == start + 2 && text[start + 1] == '.');
    }

    private static int terminator(byte[] text, int from) {
        int end = from;
        while (text[end] != 0) {
            end++;
        }
        return end;
    }

    private static byte[] copy(MemorySegment from, long offset, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(from, JAVA_BYTE, offset, bytes, 0, length);
        return bytes;
    }

    @Override
    public byte[] readLink(RawPath link) throws IOException {
        try (Frame frame = frames.take()) {
            int length = Kernel.readlink(frame, frame.path(link), frame.bulk);
            if (length < 0) {
                throw frame.failure(link);
            }
            return copy(frame.bulk, 0, length);
        }
    }

    @Override
    public List<ExtendedAttribute> attributes(RawPath path) throws IOException {
        try (Frame frame = frames.take()) {
            return attributes(frame, frame.path(path), path);
        }
    }

    /** Reads all attributes; the names, NUL-terminated as the kernel gave them, stay in the first half of the bulk. */
    static List<ExtendedAttribute> attributes(Frame frame, MemorySegment place, RawPath path) throws IOException {
        int listed = Kernel.llistxattr(frame, place, frame.bulk.asSlice(0, LIST_SIZE));
        if (listed == 0 || (listed < 0 && frame.error() == Errno.ENOTSUP)) {
            return List.of();
        }
        if (listed < 0) {
            throw frame.failure(path);
        }
        byte[] names = copy(frame.bulk, 0, listed);
        MemorySegment room = frame.bulk.asSlice(LIST_SIZE);
        List<ExtendedAttribute> attributes = new ArrayList<>();
        int end;
        for (int start = 0; start < listed; start = end + 1) {
            end = terminator(names, start);
            int size = Kernel.lgetxattr(frame, place, frame.bulk.asSlice(start), room);
            if (size >= 0) {
                attributes.add(new ExtendedAttribute(new String(names, start, end - start, StandardCharsets.UTF_8),
                        copy(room, 0, size)));
            } else if (frame.error() != Errno.ENODATA) {
                throw frame.failure(path);
            }
        }
        return attributes;
    }

    @Override
    public SourceFile open(RawPath path) throws IOException {
        Frame frame = frames.take();
        // Without O_NONBLOCK opening a fifo waits for a writer, perhaps for ever.
        int descriptor;
        try {
            descriptor = openQuietly(frame, path, Kernel.O_NONBLOCK);
            // A lease, as Samba takes them, is given up only for those who wait.
            if (descriptor < 0 && frame.error() == Errno.EAGAIN && stat(frame, path).isFile()) {
                descriptor = openQuietly(frame, path, 0);
            }
        } catch (IOException | RuntimeException | Error failed) {
            frame.close();
            throw failed;
        }
        if (descriptor < 0) {
            IOException failure = openFailure(frame, path);
            frame.close();
            throw failure;
        }
        OpenFile file = new OpenFile(frame, descriptor, path);
        try {
            file.requireRegular();
        } catch (IOException | RuntimeException | Error refused) {
            file.close();
            throw refused;
        }
        return file;
    }

    private static IOException openFailure(Frame frame, RawPath path) {
        return switch (frame.error()) {
            case Errno.ELOOP, Errno.ENXIO -> notRegular(path);
            default -> frame.failure(path);
        };
    }

    static FileSystemException notRegular(RawPath path) {
        return new FileSystemException(path.toString(), null, "is not a regular file (any more)");
    }

    /** Opens for reading without a trace in the access time, which only the owner of a file may ask for. */
    private static int openQuietly(Frame frame, RawPath path, int flags) throws IOException {
        MemorySegment place = frame.path(path);
        int all = Kernel.O_RDONLY | Kernel.O_NOFOLLOW | flags;
        int descriptor = Kernel.open(frame, place, all | Kernel.O_NOATIME, 0);
        return descriptor < 0 && frame.error() == Errno.EPERM ? Kernel.open(frame, place, all, 0) : descriptor;
    }

    @Override
    public String userName(int uid) {
        return users.name(uid);
    }

    @Override
    public String groupName(int gid) {
        return groups.name(gid);
    }
}
