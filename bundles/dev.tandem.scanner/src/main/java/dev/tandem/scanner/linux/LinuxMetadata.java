package dev.tandem.scanner.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sets owner, attributes, times and permissions, in the order in which none undoes another. */
final class LinuxMetadata {
    private static final int OWNER_WRITES = 0700;
    private static final int VALUE_LIMIT = 64 * 1024;
    private static final int UNCHANGED = -1;

    private final boolean privileged;
    private final boolean oneCallChmod;

    LinuxMetadata(boolean privileged, boolean oneCallChmod) {
        this.privileged = privileged;
        this.oneCallChmod = oneCallChmod;
    }

    static LinuxMetadata of(Frame frame) {
        boolean privileged = Kernel.geteuid(frame) == 0;
        // Only a kernel that knows the call (and a sandbox that lets it through) finds fault with the path.
        boolean oneCallChmod = Kernel.lchmod(frame, frame.noPath, 0) < 0 && frame.error() == Errno.ENOENT;
        return new LinuxMetadata(privileged, oneCallChmod);
    }

    List<String> set(Frame frame, RawPath path, FileStat wanted, List<ExtendedAttribute> attributes) {
        List<String> problems = new ArrayList<>();
        MemorySegment place;
        FileStat now;
        try {
            now = LinuxReader.stat(frame, path);
            place = frame.path(path);
        } catch (IOException failed) {
            return List.of("the metadata cannot be set: " + reason(failed));
        }
        if (now.type() != wanted.type()) {
            return List.of("the metadata cannot be set: it is a " + now.type() + " now, not a " + wanted.type());
        }
        // A change of owner takes set-id bits and capabilities away, so it comes first and the mode last.
        setOwner(frame, place, now, wanted, problems);
        setAttributes(frame, path, place, now, attributes, problems);
        setTimes(frame, place, wanted, problems);
        if (wanted.type() != FileType.SYMLINK) {
            try {
                chmod(frame, place, wanted.permissions(), path);
            } catch (IOException failed) {
                problems.add("the permissions %04o cannot be set: %s".formatted(wanted.permissions(), reason(failed)));
            }
        }
        return problems;
    }

    /** Changes the permissions of what must not be a link. */
    void chmod(Frame frame, MemorySegment place, int permissions, RawPath path) throws IOException {
        if (oneCallChmod) {
            if (Kernel.lchmod(frame, place, permissions) < 0) {
                throw frame.failure(path);
            }
            return;
        }
        int descriptor = Kernel.open(frame, place, Kernel.O_PATH | Kernel.O_NOFOLLOW, 0);
        if (descriptor < 0) {
            throw frame.failure(path);
        }
        try {
            chmod(frame, descriptor, permissions, path);
        } finally {
            Kernel.close(frame, descriptor);
        }
    }

    /** A descriptor that only names a file cannot be given to {@code fchmod}, but its place in /proc stands for it. */
    private static void chmod(Frame frame, int descriptor, int permissions, RawPath path) throws IOException {
        if (LinuxReader.stat(frame, descriptor, path).type() == FileType.SYMLINK) {
            throw new FileSystemException(path.toString(), null, "a symbolic link has no permissions");
        }
        MemorySegment itself = text(frame, 0, "/proc/self/fd/" + descriptor);
        if (Kernel.chmod(frame, itself, permissions) < 0) {
            throw frame.failure(path);
        }
    }

    private void setOwner(Frame frame, MemorySegment place, FileStat now, FileStat wanted, List<String> problems) {
        if (now.uid() == wanted.uid() && now.gid() == wanted.gid()) {
            return;
        }
        if (Kernel.lchown(frame, place, wanted.uid(), wanted.gid()) == 0) {
            return;
        }
        int error = frame.error();
        if (error == Errno.EPERM && !privileged) {
            // A group one belongs to may be set by anyone; what else is refused is expected.
            Kernel.lchown(frame, place, UNCHANGED, wanted.gid());
            return;
        }
        problems.add("the owner " + Integer.toUnsignedString(wanted.uid()) + ":"
                + Integer.toUnsignedString(wanted.gid()) + " cannot be set: " + Errno.text(error));
    }

    private void setAttributes(Frame frame, RawPath path, MemorySegment place, FileStat now,
            List<ExtendedAttribute> wanted, List<String> problems) {
        Map<String, ExtendedAttribute> foreign = new HashMap<>();
        try {
            for (ExtendedAttribute present : LinuxReader.attributes(frame, place, path)) {
                foreign.put(present.name(), present);
            }
        } catch (IOException failed) {
            problems.add("the attributes present cannot be read: " + reason(failed));
        }
        List<ExtendedAttribute> missing = new ArrayList<>();
        for (ExtendedAttribute attribute : wanted) {
            if (!attribute.equals(foreign.remove(attribute.name()))) {
                missing.add(attribute);
            }
        }
        if (missing.isEmpty() && foreign.isEmpty()) {
            return;
        }
        makeWritable(frame, path, place, now, problems);
        for (String name : foreign.keySet()) {
            remove(frame, path, place, name, problems);
        }
        for (ExtendedAttribute attribute : missing) {
            put(frame, path, place, attribute, problems);
        }
    }

    /** Attributes of the user may be set only where the content may be written. */
    private void makeWritable(Frame frame, RawPath path, MemorySegment place, FileStat now, List<String> problems) {
        boolean writable = privileged || now.type() == FileType.SYMLINK || (now.permissions() & 0200) != 0;
        if (!writable) {
            try {
                chmod(frame, place, now.permissions() | OWNER_WRITES, path);
            } catch (IOException failed) {
                problems.add("it cannot be made writable for its attributes: " + reason(failed));
            }
        }
    }

    private static void remove(Frame frame, RawPath path, MemorySegment place, String name, List<String> problems) {
        try {
            if (Kernel.lremovexattr(frame, place, text(frame, 0, name)) == 0) {
                return;
            }
            int error = frame.error();
            // Labels that the system puts on by itself cannot be taken off, and are not ours to report.
            boolean systems = error == Errno.ENOTSUP || (error == Errno.EPERM || error == Errno.EACCES)
                    && name.startsWith("security.");
            if (error != Errno.ENODATA && !systems) {
                problems.add("the attribute " + name + " cannot be removed: " + Errno.text(error));
            }
        } catch (IOException unfit) {
            problems.add("the attribute " + name + " cannot be removed: " + reason(unfit));
        }
    }

    private static void put(Frame frame, RawPath path, MemorySegment place, ExtendedAttribute attribute,
            List<String> problems) {
        byte[] value = attribute.value();
        try {
            if (value.length > VALUE_LIMIT) {
                throw new FileSystemException(path.toString(), null, value.length + " bytes are more than Linux takes");
            }
            MemorySegment name = text(frame, VALUE_LIMIT, attribute.name());
            MemorySegment.copy(value, 0, frame.bulk, JAVA_BYTE, 0, value.length);
            if (Kernel.lsetxattr(frame, place, name, frame.bulk.asSlice(0, value.length)) < 0) {
                throw new FileSystemException(path.toString(), null, Errno.text(frame.error()));
            }
        } catch (IOException failed) {
            problems.add("the attribute " + attribute.name() + " cannot be set: " + reason(failed));
        }
    }

    private static MemorySegment text(Frame frame, long at, String name) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= Frame.BULK - VALUE_LIMIT || name.indexOf(0) >= 0) {
            throw new FileSystemException(name, null, "not a possible name");
        }
        MemorySegment place = frame.bulk.asSlice(at);
        MemorySegment.copy(bytes, 0, place, JAVA_BYTE, 0, bytes.length);
        place.set(JAVA_BYTE, bytes.length, (byte) 0);
        return place;
    }

    private static void setTimes(Frame frame, MemorySegment place, FileStat wanted, List<String> problems) {
        putTime(frame.bulk, 0, wanted.accessed());
        putTime(frame.bulk, 16, wanted.modified());
        if (Kernel.lutimens(frame, place, frame.bulk) < 0) {
            problems.add("the times cannot be set: " + Errno.text(frame.error()));
        }
    }

    private static void putTime(MemorySegment target, long at, Instant time) {
        target.set(JAVA_LONG, at, time.getEpochSecond());
        target.set(JAVA_LONG, at + 8, time.getNano());
    }

    private static String reason(IOException failed) {
        return failed instanceof FileSystemException known && known.getReason() != null ? known.getReason()
                : failed.toString();
    }
}
