package dev.tandem.scanner.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The system calls of Linux, on x86-64 and aarch64. Each answers as the C function of its name does, leaves the error
 * number in the frame, and is repeated when a signal interrupts it.
 *
 * <p>All go through the one C function {@code syscall}: linking a function costs milliseconds for every shape of
 * parameters, and the kernel's calls, unlike those of the C library, are the same on every distribution.
 */
final class Kernel {
    /** With {@link #rename(Frame, MemorySegment, MemorySegment, int)}: nothing is replaced. */
    static final int RENAME_NOREPLACE = 1;
    /** With {@link #rename(Frame, MemorySegment, MemorySegment, int)}: both swap places. */
    static final int RENAME_EXCHANGE = 2;

    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0x40;
    static final int O_EXCL = 0x80;
    static final int O_NONBLOCK = 0x800;
    static final int O_NOATIME = 0x40000;
    static final int O_CLOEXEC = 0x80000;
    static final int O_PATH = 0x200000;

    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

    static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;
    static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;

    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int AT_NO_AUTOMOUNT = 0x800;
    private static final int AT_EMPTY_PATH = 0x1000;

    private static final long READ = ARM ? 63 : 0;
    private static final long WRITE = ARM ? 64 : 1;
    private static final long CLOSE = ARM ? 57 : 3;
    private static final long PREAD64 = ARM ? 67 : 17;
    private static final long PWRITE64 = ARM ? 68 : 18;
    private static final long STATFS = ARM ? 43 : 137;
    private static final long FTRUNCATE = ARM ? 46 : 77;
    private static final long FSYNC = ARM ? 82 : 74;
    private static final long GETEUID = ARM ? 175 : 107;
    private static final long LSETXATTR = ARM ? 6 : 189;
    private static final long LGETXATTR = ARM ? 9 : 192;
    private static final long LLISTXATTR = ARM ? 12 : 195;
    private static final long LREMOVEXATTR = ARM ? 15 : 198;
    private static final long GETDENTS64 = ARM ? 61 : 217;
    private static final long OPENAT = ARM ? 56 : 257;
    private static final long MKDIRAT = ARM ? 34 : 258;
    private static final long MKNODAT = ARM ? 33 : 259;
    private static final long FCHOWNAT = ARM ? 54 : 260;
    private static final long UNLINKAT = ARM ? 35 : 263;
    private static final long RENAMEAT = ARM ? 38 : 264;
    private static final long LINKAT = ARM ? 37 : 265;
    private static final long SYMLINKAT = ARM ? 36 : 266;
    private static final long READLINKAT = ARM ? 78 : 267;
    private static final long FCHMODAT = ARM ? 53 : 268;
    private static final long UTIMENSAT = ARM ? 88 : 280;
    private static final long INOTIFY_ADD_WATCH = ARM ? 27 : 254;
    private static final long INOTIFY_RM_WATCH = ARM ? 28 : 255;
    private static final long PPOLL = ARM ? 73 : 271;
    private static final long EVENTFD2 = ARM ? 19 : 290;
    private static final long INOTIFY_INIT1 = ARM ? 26 : 294;
    private static final long SYNCFS = ARM ? 267 : 306;
    private static final long RENAMEAT2 = ARM ? 276 : 316;
    private static final long STATX = ARM ? 291 : 332;
    private static final long FCHMODAT2 = 452;

    private static final MethodHandle SYSCALL = syscall();

    private Kernel() {
    }

    private static MethodHandle syscall() {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor type = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                JAVA_LONG, JAVA_LONG);
        MemorySegment address = linker.defaultLookup().find("syscall")
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no function syscall"));
        // The JVM's own calls would overwrite errno before Java could read it.
        return linker.downcallHandle(address, type, Linker.Option.captureCallState("errno"));
    }

    private static long call(Frame frame, long number, long a, long b, long c, long d, long e) {
        try {
            long result;
            do {
                result = (long) SYSCALL.invokeExact(frame.errno, number, a, b, c, d, e);
            } while (result < 0 && frame.error() == Errno.EINTR);
            return result;
        } catch (Throwable thrown) {
            throw new AssertionError("a downcall threw, though none can", thrown);
        }
    }

    static long lstat(Frame frame, MemorySegment path) {
        return call(frame, STATX, AT_FDCWD, path.address(), AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, Statx.BASIC_STATS,
                frame.statx.address());
    }

    static long fstat(Frame frame, int descriptor) {
        return call(frame, STATX, descriptor, frame.noPath.address(), AT_EMPTY_PATH, Statx.BASIC_STATS,
                frame.statx.address());
    }

    static long statfs(Frame frame, MemorySegment path, MemorySegment result) {
        return call(frame, STATFS, path.address(), result.address(), 0, 0, 0);
    }

    static int open(Frame frame, MemorySegment path, int flags, int mode) {
        return (int) call(frame, OPENAT, AT_FDCWD, path.address(), flags | O_CLOEXEC, mode, 0);
    }

    /** Closes, once: the kernel gives the descriptor up even where it reports an interruption. */
    static long close(Frame frame, int descriptor) {
        try {
            long status = (long) SYSCALL.invokeExact(frame.errno, CLOSE, (long) descriptor, 0L, 0L, 0L, 0L);
            return status < 0 && frame.error() == Errno.EINTR ? 0 : status;
        } catch (Throwable thrown) {
            throw new AssertionError("a downcall threw, though none can", thrown);
        }
    }

    static int read(Frame frame, int descriptor, MemorySegment buffer, long length) {
        return (int) call(frame, READ, descriptor, buffer.address(), length, 0, 0);
    }

    static int pread(Frame frame, int descriptor, MemorySegment buffer, long length, long position) {
        return (int) call(frame, PREAD64, descriptor, buffer.address(), length, position, 0);
    }

    static int pwrite(Frame frame, int descriptor, MemorySegment buffer, long length, long position) {
        return (int) call(frame, PWRITE64, descriptor, buffer.address(), length, position, 0);
    }

    static long ftruncate(Frame frame, int descriptor, long size) {
        return call(frame, FTRUNCATE, descriptor, size, 0, 0, 0);
    }

    static long fsync(Frame frame, int descriptor) {
        return call(frame, FSYNC, descriptor, 0, 0, 0, 0);
    }

    /** Writes all of the file system out that a descriptor is open on. */
    static long syncfs(Frame frame, int descriptor) {
        return call(frame, SYNCFS, descriptor, 0, 0, 0, 0);
    }

    static int getdents(Frame frame, int descriptor, MemorySegment buffer) {
        return (int) call(frame, GETDENTS64, descriptor, buffer.address(), buffer.byteSize(), 0, 0);
    }

    static int readlink(Frame frame, MemorySegment path, MemorySegment buffer) {
        return (int) call(frame, READLINKAT, AT_FDCWD, path.address(), buffer.address(), buffer.byteSize(), 0);
    }

    static int llistxattr(Frame frame, MemorySegment path, MemorySegment list) {
        return (int) call(frame, LLISTXATTR, path.address(), list.address(), list.byteSize(), 0, 0);
    }

    static int lgetxattr(Frame frame, MemorySegment path, MemorySegment name, MemorySegment value) {
        return (int) call(frame, LGETXATTR, path.address(), name.address(), value.address(), value.byteSize(), 0);
    }

    static long lsetxattr(Frame frame, MemorySegment path, MemorySegment name, MemorySegment value) {
        return call(frame, LSETXATTR, path.address(), name.address(), value.address(), value.byteSize(), 0);
    }

    static long lremovexattr(Frame frame, MemorySegment path, MemorySegment name) {
        return call(frame, LREMOVEXATTR, path.address(), name.address(), 0, 0, 0);
    }

    static long mkdir(Frame frame, MemorySegment path, int mode) {
        return call(frame, MKDIRAT, AT_FDCWD, path.address(), mode, 0, 0);
    }

    static long mknod(Frame frame, MemorySegment path, int mode, long device) {
        return call(frame, MKNODAT, AT_FDCWD, path.address(), mode, device, 0);
    }

    static long symlink(Frame frame, MemorySegment target, MemorySegment path) {
        return call(frame, SYMLINKAT, target.address(), AT_FDCWD, path.address(), 0, 0);
    }

    static long link(Frame frame, MemorySegment existing, MemorySegment path) {
        return call(frame, LINKAT, AT_FDCWD, existing.address(), AT_FDCWD, path.address(), 0);
    }

    static long rename(Frame frame, MemorySegment from, MemorySegment to) {
        return call(frame, RENAMEAT, AT_FDCWD, from.address(), AT_FDCWD, to.address(), 0);
    }

    /** There on Linux 3.15, but not for every file system. */
    static long rename(Frame frame, MemorySegment from, MemorySegment to, int flags) {
        return call(frame, RENAMEAT2, AT_FDCWD, from.address(), AT_FDCWD, to.address(), flags);
    }

    static long unlink(Frame frame, MemorySegment path) {
        return call(frame, UNLINKAT, AT_FDCWD, path.address(), 0, 0, 0);
    }

    static long rmdir(Frame frame, MemorySegment path) {
        return call(frame, UNLINKAT, AT_FDCWD, path.address(), AT_REMOVEDIR, 0, 0);
    }

    static long lchown(Frame frame, MemorySegment path, int uid, int gid) {
        return call(frame, FCHOWNAT, AT_FDCWD, path.address(), uid, gid, AT_SYMLINK_NOFOLLOW);
    }

    static long lutimens(Frame frame, MemorySegment path, MemorySegment times) {
        return call(frame, UTIMENSAT, AT_FDCWD, path.address(), times.address(), AT_SYMLINK_NOFOLLOW, 0);
    }

    /** Follows a link, unlike {@link #lchmod}. */
    static long chmod(Frame frame, MemorySegment path, int mode) {
        return call(frame, FCHMODAT, AT_FDCWD, path.address(), mode, 0, 0);
    }

    /** There from Linux 6.6 on. */
    static long lchmod(Frame frame, MemorySegment path, int mode) {
        return call(frame, FCHMODAT2, AT_FDCWD, path.address(), mode, AT_SYMLINK_NOFOLLOW, 0);
    }

    static int geteuid(Frame frame) {
        return (int) call(frame, GETEUID, 0, 0, 0, 0, 0);
    }

    static int write(Frame frame, int descriptor, MemorySegment buffer, long length) {
        return (int) call(frame, WRITE, descriptor, buffer.address(), length, 0, 0);
    }

    /** Waits for any of {@code count} structures {@code pollfd}, at most the time in a {@code timespec}. */
    static int ppoll(Frame frame, MemorySegment descriptors, int count, MemorySegment time) {
        return (int) call(frame, PPOLL, descriptors.address(), count, time.address(), 0, 0);
    }

    static int eventfd(Frame frame) {
        return (int) call(frame, EVENTFD2, 0, O_CLOEXEC | O_NONBLOCK, 0, 0, 0);
    }

    static int inotifyInit(Frame frame) {
        return (int) call(frame, INOTIFY_INIT1, O_CLOEXEC | O_NONBLOCK, 0, 0, 0, 0);
    }

    static int inotifyAddWatch(Frame frame, int descriptor, MemorySegment path, int mask) {
        return (int) call(frame, INOTIFY_ADD_WATCH, descriptor, path.address(), mask, 0, 0);
    }

    static int inotifyRemoveWatch(Frame frame, int descriptor, int watch) {
        return (int) call(frame, INOTIFY_RM_WATCH, descriptor, watch, 0, 0, 0);
    }
}
