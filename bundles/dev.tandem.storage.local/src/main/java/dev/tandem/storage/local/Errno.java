package dev.tandem.storage.local;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The system errors the JDK has no exception for: it passes on only their text, in the user's language. So where the
 * English text does not match, the C library is asked how it words the number here.
 */
enum Errno {
    EPERM(1, 1, "Operation not permitted"),
    EIO(5, 5, "Input/output error"),
    EXDEV(18, 18, "Invalid cross-device link"),
    ENOTDIR(20, 20, "Not a directory"),
    EISDIR(21, 21, "Is a directory"),
    EINVAL(22, 22, "Invalid argument"),
    EFBIG(27, 27, "File too large"),
    ENOSPC(28, 28, "No space left on device"),
    EROFS(30, 30, "Read-only file system"),
    EMLINK(31, 31, "Too many links"),
    ENAMETOOLONG(36, 63, "File name too long"),
    ELOOP(40, 62, "Too many levels of symbolic links"),
    ENOTSUP(95, 45, "Operation not supported"),
    ENOTCONN(107, 57, "Transport endpoint is not connected"),
    ETIMEDOUT(110, 60, "Connection timed out"),
    EHOSTDOWN(112, 64, "Host is down"),
    ESTALE(116, 70, "Stale file handle"),
    EDQUOT(122, 69, "Disk quota exceeded");

    private static final String SYSTEM = System.getProperty("os.name").toLowerCase(Locale.ROOT);

    private final int linux;
    private final int mac;
    private final String english;

    Errno(int linux, int mac, String english) {
        this.linux = linux;
        this.mac = mac;
        this.english = english;
    }

    /** Returns the error {@code failure} tells of, if it is one of these. */
    static Optional<Errno> of(IOException failure) {
        String text = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        if (text == null) {
            return Optional.empty();
        }
        return Stream.of(values()).filter(errno -> errno.english.equalsIgnoreCase(text)).findFirst()
                .or(() -> Stream.of(values()).filter(errno -> errno.localText().equals(text)).findFirst());
    }

    /** Tells whether {@code failure} is this error. */
    boolean saidBy(IOException failure) {
        return of(failure).filter(this::equals).isPresent();
    }

    /** Returns this error in the user's language, or English where there is no way to ask. */
    String localText() {
        if (SYSTEM.startsWith("linux")) {
            return strerror(linux);
        }
        return SYSTEM.startsWith("mac") ? strerror(mac) : english;
    }

    private static String strerror(int number) {
        Linker linker = Linker.nativeLinker();
        var call = linker.downcallHandle(linker.defaultLookup().findOrThrow("strerror"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try {
            return ((MemorySegment) call.invokeExact(number)).reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw new AssertionError("strerror cannot fail", e);
        }
    }
}
