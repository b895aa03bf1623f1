package dev.tandem.scanner.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * What the kernel is asked for a watch: an inotify instance, the table of mounts, and a descriptor that ends waiting. Used
 * by one thread, but for {@link #wake}.
 */
final class Inotify implements AutoCloseable {
    private static final RawPath MOUNTS = RawPath.of("/proc/self/mountinfo");
    private static final RawPath INSTANCES = RawPath.of("/proc/sys/fs/inotify/max_user_instances");
    private static final int NONE = -1;
    private static final int EVENTS = 64 * 1024;
    private static final short POLLIN = 1;
    private static final short POLLPRI = 2;
    private static final int POLLFD = 8;
    private static final int ONLY_DIRECTORY = 0x1000000;
    private static final int DO_NOT_FOLLOW = 0x2000000;
    private static final int EXCLUDE_UNLINKED = 0x4000000;
    private static final int MASK = InotifyEvent.MODIFY | InotifyEvent.ATTRIB | InotifyEvent.CLOSE_WRITE
            | InotifyEvent.MOVED_FROM | InotifyEvent.MOVED_TO | InotifyEvent.CREATE | InotifyEvent.DELETE
            | InotifyEvent.DELETE_SELF | InotifyEvent.MOVE_SELF | ONLY_DIRECTORY | DO_NOT_FOLLOW | EXCLUDE_UNLINKED;

    private final FramePool frames;
    private final Frame frame;
    private final MemorySegment polled;
    private final MemorySegment time;
    private final int waker;
    private final int mounts;
    private int instance;
    private boolean closed;

    /** What ended waiting. */
    record Ready(boolean events, boolean mounts) {
    }

    /** @throws IOException when the system allows no further descriptor or instance */
    Inotify(FramePool frames) throws IOException {
        this.frames = frames;
        frame = frames.take();
        MemorySegment memory = Arena.ofAuto().allocate(3 * POLLFD + 16, 8);
        polled = memory.asSlice(0, 3 * POLLFD);
        time = memory.asSlice(3 * POLLFD, 16);
        instance = instance();
        waker = Kernel.eventfd(frame);
        if (waker < 0) {
            IOException failure = frame.failure(RawPath.of("eventfd"));
            Kernel.close(frame, instance);
            throw failure;
        }
        // Where there is no table of mounts, mounts go unnoticed.
        mounts = Kernel.open(frame, frame.path(MOUNTS), Kernel.O_RDONLY, 0);
        set(0, instance, POLLIN);
        set(1, waker, POLLIN);
        set(2, mounts, POLLPRI);
    }

    private int instance() throws IOException {
        int made = Kernel.inotifyInit(frame);
        if (made < 0 && frame.error() == Errno.EMFILE) {
            throw new IOException("the system allows no further watch of folders: " + INSTANCES
                    + " is used up; end a program that watches files, or raise that number");
        }
        if (made < 0) {
            throw frame.failure(RawPath.of("inotify"));
        }
        return made;
    }

    private void set(int index, int descriptor, short events) {
        polled.set(JAVA_INT, index * POLLFD, descriptor);
        polled.set(JAVA_SHORT, index * POLLFD + 4, events);
    }

    private boolean has(int index) {
        return polled.get(JAVA_SHORT, index * POLLFD + 6) != 0;
    }

    /** Forgets all watches, and events that wait. */
    void renew() throws IOException {
        int old = instance;
        instance = instance();
        set(0, instance, POLLIN);
        Kernel.close(frame, old);
    }

    /** Watches a directory; returns the number of its watch, or less than 0 and the error. */
    int add(RawPath directory) throws IOException {
        int watch = Kernel.inotifyAddWatch(frame, instance, frame.path(directory), MASK);
        return watch < 0 ? -frame.error() : watch;
    }

    /** Ends a watch, which may have ended by itself. */
    void remove(int watch) {
        Kernel.inotifyRemoveWatch(frame, instance, watch);
    }

    /** Waits until something happens, {@link #wake} is called or the time is over. */
    Ready await(long millis) throws IOException {
        time.set(JAVA_LONG, 0, millis / 1_000);
        time.set(JAVA_LONG, 8, millis % 1_000 * 1_000_000);
        int count = Kernel.ppoll(frame, polled, 3, time);
        if (count < 0) {
            throw frame.failure(RawPath.of("inotify"));
        }
        return new Ready(count > 0 && has(0), count > 0 && has(2));
    }

    /** Returns the events that wait, none when there are none; not all of them at once. */
    List<InotifyEvent> events() throws IOException {
        int length = Kernel.read(frame, instance, frame.bulk, EVENTS);
        if (length < 0 && frame.error() != Errno.EAGAIN) {
            throw frame.failure(RawPath.of("inotify"));
        }
        if (length <= 0) {
            return List.of();
        }
        byte[] buffer = new byte[length];
        MemorySegment.copy(frame.bulk, JAVA_BYTE, 0, buffer, 0, length);
        return InotifyEvent.parse(buffer, length);
    }

    /** Ends waiting, now or as soon as it starts. Thread-safe. */
    synchronized void wake() {
        if (closed) {
            // The descriptor may be another file's by now.
            return;
        }
        try (Frame own = frames.take()) {
            own.bulk.set(JAVA_LONG, 0, 1);
            Kernel.write(own, waker, own.bulk, 8);
        }
    }

    /** Returns the names of the directories in a directory. */
    List<RawName> directories(RawPath directory) throws IOException {
        return Directories.in(frame, directory);
    }

    /** Tells whether the file system a directory is on is kept by this machine alone. */
    boolean isLocal(RawPath directory) throws IOException {
        return FileSystems.keepChangeTimes(frame, frame.path(directory));
    }

    @Override
    public synchronized void close() {
        closed = true;
        Kernel.close(frame, instance);
        Kernel.close(frame, waker);
        if (mounts != NONE) {
            Kernel.close(frame, mounts);
        }
        frame.close();
    }
}
