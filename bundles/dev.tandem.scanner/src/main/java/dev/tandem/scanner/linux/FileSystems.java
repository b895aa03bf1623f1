package dev.tandem.scanner.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.Set;

/** What is known of the file systems of Linux. */
final class FileSystems {
    /**
     * Those kept by the kernel of this machine in inodes of its own, which sets the change time itself: ext2 to ext4, XFS,
     * Btrfs, F2FS, ZFS, bcachefs, tmpfs, overlays (linux/magic.h). On networks, in user space and on FAT it may stand
     * still.
     */
    private static final Set<Long> KEEPING_CHANGE_TIMES = Set.of(0xef53L, 0x58465342L, 0x9123683eL, 0xf2f52010L,
            0x2fc12fc1L, 0xca451a4eL, 0x01021994L, 0x794c7630L);
    private static final long TYPE_BITS = 0xffffffffL;

    private FileSystems() { }

    /**
     * Tells whether every change of an entry on the file system {@code place} is on shows in its change time; false
     * where the type cannot be told. Not to be kept by device: another file system may get the number of one that is gone.
     */
    static boolean keepChangeTimes(Frame frame, MemorySegment place) {
        return KEEPING_CHANGE_TIMES.contains(type(frame, place));
    }

    /** Returns the type of the file system {@code place} is on, 0 where the kernel does not tell. */
    static long type(Frame frame, MemorySegment place) {
        return Kernel.statfs(frame, place, frame.bulk) < 0 ? 0 : frame.bulk.get(JAVA_LONG, 0) & TYPE_BITS;
    }
}
