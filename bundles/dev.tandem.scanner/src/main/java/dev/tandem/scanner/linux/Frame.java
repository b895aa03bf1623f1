package dev.tandem.scanner.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.tandem.model.RawPath;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;

/**
 * The native memory of one call, or of one open file: where {@code errno}, metadata, paths and content go. Taken from a
 * {@link FramePool} and given back by closing.
 */
final class Frame implements AutoCloseable {
    /** Room for the longest list of attributes and the longest value, and a good amount to read at once. */
    static final int BULK = 128 * 1024;

    private static final int STATX_SIZE = 256;
    private static final int PATH_MAX = 4096;
    private static final int NONE = -1;

    final MemorySegment errno;
    final MemorySegment statx;
    /** The empty string, for calls on a descriptor. */
    final MemorySegment noPath;
    final MemorySegment bulk;

    private final FramePool pool;
    private final MemorySegment firstPath;
    private final MemorySegment secondPath;
    private final byte[] bytes = new byte[PATH_MAX];
    private int firstAncestor = NONE;
    private int secondAncestor = NONE;

    Frame(FramePool pool) {
        this.pool = pool;
        MemorySegment all = Arena.ofAuto().allocate(16 + STATX_SIZE + 2 * PATH_MAX + BULK, 64);
        errno = all.asSlice(0, 8);
        noPath = all.asSlice(8, 8);
        statx = all.asSlice(16, STATX_SIZE);
        firstPath = all.asSlice(16 + STATX_SIZE, PATH_MAX);
        secondPath = all.asSlice(16 + STATX_SIZE + PATH_MAX, PATH_MAX);
        bulk = all.asSlice(16 + STATX_SIZE + 2 * PATH_MAX, BULK);
    }

    /** Returns the error number of the last call. */
    int error() {
        return errno.get(JAVA_INT, 0);
    }

    /** Returns the exception for the last call, which was about {@code path}. */
    IOException failure(RawPath path) {
        return Errno.exception(error(), path);
    }

    /** Returns {@code path} as a C string, valid until the next call of this method. */
    MemorySegment path(RawPath path) throws IOException {
        if (path.length() >= PATH_MAX) {
            firstAncestor = closeAncestor(firstAncestor);
            firstAncestor = shorten(path, firstPath);
        } else {
            path.copyTo(bytes, 0);
            terminate(firstPath, bytes, path.length(), path);
        }
        return firstPath;
    }

    /** Returns a second path as a C string, for calls that take two. */
    MemorySegment otherPath(RawPath path) throws IOException {
        if (path.length() >= PATH_MAX) {
            secondAncestor = closeAncestor(secondAncestor);
            secondAncestor = shorten(path, secondPath);
        } else {
            path.copyTo(bytes, 0);
            terminate(secondPath, bytes, path.length(), path);
        }
        return secondPath;
    }

    /** Returns the target of a link as a C string, in the place of the second path. */
    MemorySegment target(byte[] target, RawPath link) throws IOException {
        if (target.length >= PATH_MAX) {
            throw Errno.exception(Errno.ENAMETOOLONG, link);
        }
        terminate(secondPath, target, target.length, link);
        return secondPath;
    }

    private static void terminate(MemorySegment place, byte[] text, int length, RawPath path) throws IOException {
        for (int i = 0; i < length; i++) {
            if (text[i] == 0) {
                throw new FileSystemException(path.toString(), null, "a name or target holds a NUL byte");
            }
        }
        MemorySegment.copy(text, 0, place, JAVA_BYTE, 0, length);
        place.set(JAVA_BYTE, length, (byte) 0);
    }

    /**
     * Writes into {@code place} a path for what {@code path}, too long for the kernel, names: relative to a directory
     * opened step by step.
     *
     * @return the descriptor of that directory, to be closed after use
     */
    private int shorten(RawPath path, MemorySegment place) throws IOException {
        byte[] all = path.bytes();
        int start = 0;
        int directory = NONE;
        while (true) {
            byte[] prefix = directory == NONE ? new byte[0]
                    : ("/proc/self/fd/" + directory + "/").getBytes(StandardCharsets.US_ASCII);
            int room = PATH_MAX - 1 - prefix.length;
            boolean last = all.length - start <= room;
            int end = last ? all.length : lastSlash(all, start + 1, start + room);
            if (end < 0) {
                closeAncestor(directory);
                throw Errno.exception(Errno.ENAMETOOLONG, path);
            }
            System.arraycopy(prefix, 0, bytes, 0, prefix.length);
            System.arraycopy(all, start, bytes, prefix.length, end - start);
            try {
                terminate(place, bytes, prefix.length + end - start, path);
            } catch (IOException nul) {
                closeAncestor(directory);
                throw nul;
            }
            if (last) {
                return directory;
            }
            int next = Kernel.open(this, place, Kernel.O_PATH | Kernel.O_DIRECTORY, 0);
            int error = error();
            closeAncestor(directory);
            if (next < 0) {
                throw Errno.exception(error, path);
            }
            directory = next;
            start = end + 1;
        }
    }

    private static int lastSlash(byte[] text, int from, int to) {
        for (int i = to; i > from; i--) {
            if (text[i] == '/') {
                return i;
            }
        }
        return -1;
    }

    private int closeAncestor(int descriptor) {
        if (descriptor != NONE) {
            Kernel.close(this, descriptor);
        }
        return NONE;
    }

    @Override
    public void close() {
        firstAncestor = closeAncestor(firstAncestor);
        secondAncestor = closeAncestor(secondAncestor);
        pool.give(this);
    }
}
