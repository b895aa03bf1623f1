package dev.tandem.backup.internal.format;

import dev.tandem.model.FileType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How a tree names the type of a node, and its mode in the bits of Go's {@code os.FileMode}. Stateless. */
enum NodeTypes {
    FILE(FileType.FILE, "file", 0, true),
    DIRECTORY(FileType.DIRECTORY, "dir", 1 << 31, false),
    SYMLINK(FileType.SYMLINK, "symlink", 1 << 27, true),
    BLOCK_DEVICE(FileType.BLOCK_DEVICE, "dev", 1 << 26, true),
    CHARACTER_DEVICE(FileType.CHARACTER_DEVICE, "chardev", 1 << 26 | 1 << 21, true),
    FIFO(FileType.FIFO, "fifo", 1 << 25, false),
    SOCKET(FileType.SOCKET, "socket", 1 << 24, false),
    IRREGULAR(FileType.IRREGULAR, "irregular", 1 << 19, false);

    private static final NodeTypes[] ALL = values();
    private static final int RIGHTS = 0777;
    private static final int SET_UID = 1 << 23;
    private static final int SET_GID = 1 << 22;
    private static final int STICKY = 1 << 20;

    final FileType type;
    final byte[] text;
    /** Whether the number of names of such a node is recorded. */
    final boolean links;
    private final int bits;

    NodeTypes(FileType type, String text, int bits, boolean links) {
        this.type = type;
        this.text = text.getBytes(StandardCharsets.US_ASCII);
        this.bits = bits;
        this.links = links;
    }

    static NodeTypes of(FileType type) {
        for (NodeTypes candidate : ALL) {
            if (candidate.type == type) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("a tree cannot hold a " + type);
    }

    static NodeTypes parse(byte[] text, int length) throws DamagedException {
        for (NodeTypes candidate : ALL) {
            if (Arrays.equals(candidate.text, 0, candidate.text.length, text, 0, length)) {
                return candidate;
            }
        }
        String shown = new String(text, 0, Math.min(length, 40), StandardCharsets.UTF_8);
        throw new DamagedException("a node in a tree has the unknown type '" + shown + "'");
    }

    /** Returns Go's mode, an unsigned number, for POSIX permission bits. */
    int mode(int permissions) {
        return bits | permissions & RIGHTS
                | ((permissions & 04000) != 0 ? SET_UID : 0)
                | ((permissions & 02000) != 0 ? SET_GID : 0)
                | ((permissions & 01000) != 0 ? STICKY : 0);
    }

    /** Returns the POSIX permission bits of Go's mode; its type bits are not looked at. */
    static int permissions(int mode) {
        return mode & RIGHTS
                | ((mode & SET_UID) != 0 ? 04000 : 0)
                | ((mode & SET_GID) != 0 ? 02000 : 0)
                | ((mode & STICKY) != 0 ? 01000 : 0);
    }
}
