package dev.tandem.scanner.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Finds the directories in a directory, by the types a listing comes with where the file system tells them. */
final class Directories {
    private static final int LENGTH = 16;
    private static final int TYPE = 18;
    private static final int NAME = 19;
    private static final int UNKNOWN = 0;
    private static final int DIRECTORY = 4;

    private Directories() {
    }

    static List<RawName> in(Frame frame, RawPath directory) throws IOException {
        int flags = Kernel.O_RDONLY | Kernel.O_DIRECTORY | Kernel.O_NOFOLLOW;
        int descriptor = Kernel.open(frame, frame.path(directory), flags, 0);
        if (descriptor < 0) {
            throw frame.failure(directory);
        }
        List<RawName> untold = new ArrayList<>();
        List<RawName> found = new ArrayList<>();
        try {
            int filled;
            while ((filled = Kernel.getdents(frame, descriptor, frame.bulk)) > 0) {
                read(frame.bulk, filled, found, untold);
            }
            if (filled < 0) {
                throw frame.failure(directory);
            }
        } finally {
            Kernel.close(frame, descriptor);
        }
        for (RawName name : untold) {
            if (LinuxReader.stat(frame, directory.child(name)).isDirectory()) {
                found.add(name);
            }
        }
        return found;
    }

    private static void read(MemorySegment bulk, int filled, List<RawName> found, List<RawName> untold) {
        int length;
        for (int at = 0; at < filled; at += length) {
            length = bulk.get(JAVA_SHORT, at + LENGTH) & 0xffff;
            int type = bulk.get(JAVA_BYTE, at + TYPE);
            if (type == DIRECTORY || type == UNKNOWN) {
                RawName name = name(bulk, at + NAME);
                if (name.isSafe()) {
                    (type == DIRECTORY ? found : untold).add(name);
                }
            }
        }
    }

    private static RawName name(MemorySegment bulk, int start) {
        int end = start;
        while (bulk.get(JAVA_BYTE, end) != 0) {
            end++;
        }
        byte[] name = new byte[end - start];
        MemorySegment.copy(bulk, JAVA_BYTE, start, name, 0, name.length);
        return RawName.of(name);
    }
}
