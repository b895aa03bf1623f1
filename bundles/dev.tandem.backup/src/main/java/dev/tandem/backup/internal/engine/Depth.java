package dev.tandem.backup.internal.engine;

import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.model.RawPath;

/** How deep directories may be nested in a snapshot: as far as a path can name them on any system, not endlessly. */
public final class Depth {
    /** A path of Linux has 4096 bytes, of which each directory takes two at least. */
    static final int MAX = 2048;

    private Depth() { }

    /** Refuses a directory that only a snapshot made to exhaust memory can have. */
    public static void refuseEndless(RawPath directory) throws DamagedException {
        // The names are only counted where there can be too many.
        if (directory.length() > 2 * MAX) {
            refuseEndless(directory.names().size());
        }
    }

    /** Refuses a directory below so many others. */
    public static void refuseEndless(int directoriesAbove) throws DamagedException {
        if (directoriesAbove > MAX) {
            throw new DamagedException("directories are nested more than " + MAX + " deep, which no path can name");
        }
    }
}
