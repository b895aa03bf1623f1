package dev.tandem.scanner;

import dev.tandem.model.FileType;

/** The bits of a POSIX {@code st_mode}. */
public final class PosixMode {
    /** Set-id, sticky, and rwx for owner, group and others. */
    public static final int PERMISSIONS = 07777;

    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;
    private static final int SYMLINK = 0120000;
    private static final int FILE = 0100000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int DIRECTORY = 0040000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int FIFO = 0010000;

    private PosixMode() {
    }

    /** Returns the type that {@code mode} tells. */
    public static FileType type(int mode) {
        return switch (mode & TYPE) {
            case FILE -> FileType.FILE;
            case DIRECTORY -> FileType.DIRECTORY;
            case SYMLINK -> FileType.SYMLINK;
            case BLOCK_DEVICE -> FileType.BLOCK_DEVICE;
            case CHARACTER_DEVICE -> FileType.CHARACTER_DEVICE;
            case FIFO -> FileType.FIFO;
            case SOCKET -> FileType.SOCKET;
            default -> FileType.IRREGULAR;
        };
    }

    /** Returns the bits for a special file of this type. */
    public static int special(FileType type) {
        return switch (type) {
            case BLOCK_DEVICE -> BLOCK_DEVICE;
            case CHARACTER_DEVICE -> CHARACTER_DEVICE;
            case FIFO -> FIFO;
            case SOCKET -> SOCKET;
            default -> throw new IllegalArgumentException(type + " is no special file");
        };
    }
}
