package dev.tandem.model;

/** What a directory entry is. */
public enum FileType {
    FILE, DIRECTORY, SYMLINK, BLOCK_DEVICE, CHARACTER_DEVICE, FIFO, SOCKET,
    /** Something this platform cannot read as any of the others. */
    IRREGULAR
}
