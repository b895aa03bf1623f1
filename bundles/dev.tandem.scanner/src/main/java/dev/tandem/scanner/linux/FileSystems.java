package dev.tandem.scanner.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of the file systems of Linux, by device. Thread-safe. */
final class FileSystems {
    /**
     * Those kept by the kernel of this machine in inodes of its own, which sets the change time itself: ext2 to ext4, XFS,
     * Btrfs, F2FS, ZFS, bcachefs, tmpfs, overlays (linux/magic.h). On networks, in user space and on FAT it may stand
     * still.
     */
    private static final Set<Long> KEEPING_CHANGE_TIMES = Set.of(0xef53L, 0x58465342L, 0x9123683eL, 0xf2f52010L,
            0x2fc12fc1L, 0xca451a4eL, 0x01021994L, 0x794c7630L);
    private static final long TYPE_BITS = 0xffffffffL;

    private final Map<Long, Boolean> keepChangeTimes = new ConcurrentHashMap<>();

    /** Asks for the type of a file system. */
    @FunctionalInterface
    interface TypeQuery {
        long type() throws IOException;
    }

    /** Tells whether every change of an entry shows in its change time; false where the type cannot be told. */
    boolean keepChangeTimes(long device, TypeQuery query) {
        return keepChangeTimes.computeIfAbsent(device, _ -> {
            try {
                return KEEPING_CHANGE_TIMES.contains(query.type());
            } catch (IOException unknown) {
                return false;
            }
        });
    }

    /** Returns the type of the file system {@code place} is on, 0 where the kernel does not tell. */
    static long type(Frame frame, MemorySegment place) {
        return Kernel.statfs(frame, place, frame.bulk) < 0 ? 0 : frame.bulk.get(JAVA_LONG, 0) & TYPE_BITS;
    }
}
