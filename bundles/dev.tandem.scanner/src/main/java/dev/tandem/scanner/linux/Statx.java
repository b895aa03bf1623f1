package dev.tandem.scanner.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.scanner.PosixMode;
import java.lang.foreign.MemorySegment;
import java.time.Instant;

/** Reads the kernel's {@code struct statx}, which is the same on every architecture. */
final class Statx {
    /** Type, mode, links, owner, times, inode, size and blocks. */
    static final int BASIC_STATS = 0x7ff;

    private static final int BLOCK = 512;

    private Statx() {
    }

    static FileStat read(MemorySegment s) {
        int mode = s.get(JAVA_SHORT, 28) & 0xffff;
        FileType type = PosixMode.type(mode);
        boolean file = type == FileType.FILE;
        boolean node = type == FileType.BLOCK_DEVICE || type == FileType.CHARACTER_DEVICE;
        return new FileStat(type, mode & PosixMode.PERMISSIONS,
                file ? s.get(JAVA_LONG, 40) : 0,
                file ? s.get(JAVA_LONG, 48) * BLOCK : 0,
                time(s, 112), time(s, 64), time(s, 96),
                s.get(JAVA_INT, 20), s.get(JAVA_INT, 24),
                device(s, 136), s.get(JAVA_LONG, 32), s.get(JAVA_INT, 16) & 0xffffffffL,
                node ? device(s, 128) : 0);
    }

    private static Instant time(MemorySegment s, long at) {
        return Instant.ofEpochSecond(s.get(JAVA_LONG, at), s.get(JAVA_INT, at + 8));
    }

    /** Joins the two halves of a device number the way {@code stat} does. */
    private static long device(MemorySegment s, long at) {
        long major = s.get(JAVA_INT, at) & 0xffffffffL;
        long minor = s.get(JAVA_INT, at + 4) & 0xffffffffL;
        return (major & 0xfffff000L) << 32 | (major & 0xfff) << 8 | (minor & 0xffffff00L) << 12 | minor & 0xff;
    }
}
