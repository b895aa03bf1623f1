package dev.tandem.scanner.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** What only the C library knows: the names of users and groups, also those of a directory service, and of errors. */
final class CLibrary {
    private static final Logger LOG = System.getLogger(CLibrary.class.getName());
    private static final int STRUCT = 64;
    private static final int MOST = 1 << 24;

    private static final MethodHandle GETPWUID = byId("getpwuid_r");
    private static final MethodHandle GETGRGID = byId("getgrgid_r");
    private static final MethodHandle STRERROR = function("strerror", ADDRESS, JAVA_INT);

    private CLibrary() {
    }

    private static MethodHandle byId(String name) {
        return function(name, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    }

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... parameters) {
        Linker linker = Linker.nativeLinker();
        MemorySegment address = linker.defaultLookup().find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no function " + name));
        return linker.downcallHandle(address, FunctionDescriptor.of(result, parameters));
    }

    static String user(int uid) {
        return name(GETPWUID, uid, "user");
    }

    static String group(int gid) {
        return name(GETGRGID, gid, "group");
    }

    /** Returns what the system calls the error. */
    static String error(int number) {
        try {
            return text((MemorySegment) STRERROR.invokeExact(number));
        } catch (Throwable thrown) {
            throw new AssertionError("a downcall threw, though none can", thrown);
        }
    }

    private static String name(MethodHandle byId, int id, String kind) {
        // A group's entry lists its members, so its size has no bound known beforehand.
        for (int size = 4096; size <= MOST; size *= 4) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment entry = arena.allocate(STRUCT, ADDRESS.byteAlignment());
                MemorySegment found = arena.allocate(ADDRESS);
                int error = look(byId, id, entry, arena.allocate(size), found);
                if (error == Errno.ERANGE) {
                    continue;
                }
                if (error != 0 || found.get(ADDRESS, 0).equals(MemorySegment.NULL)) {
                    LOG.log(Level.DEBUG, "{0} {1} has no name (error {2})", kind, Integer.toUnsignedString(id), error);
                    return "";
                }
                return text(entry.get(ADDRESS, 0));
            }
        }
        LOG.log(Level.WARNING, "the entry of {0} {1} is too large to read its name", kind,
                Integer.toUnsignedString(id));
        return "";
    }

    private static int look(MethodHandle byId, int id, MemorySegment entry, MemorySegment room, MemorySegment found) {
        try {
            return (int) byId.invokeExact(id, entry, room, room.byteSize(), found);
        } catch (Throwable thrown) {
            throw new AssertionError("a downcall threw, though none can", thrown);
        }
    }

    private static String text(MemorySegment terminated) {
        return terminated.reinterpret(Long.MAX_VALUE).getString(0);
    }
}
