package dev.tandem.backup;

/** How hard data is compressed (zstd); everything else always is. */
public enum Compression {
    /** The balance for everyday backups. */
    AUTO,
    /** Data is stored as it is. */
    OFF,
    /** The least time. */
    FASTEST,
    /** More time for less space. */
    BETTER,
    /** The least space. */
    MAX
}
