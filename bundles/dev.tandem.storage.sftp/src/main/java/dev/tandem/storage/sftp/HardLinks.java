package dev.tandem.storage.sftp;

import java.io.IOException;

/**
 * Whether a server gives files second names. Its word is not enough: rclone says that it has made one, and makes none, and
 * whoever removes the first name then has lost the file.
 */
final class HardLinks {
    // Found out twice at worst, with the same result.
    private volatile Boolean real;

    /** Tells whether they can be relied upon; the first time by giving {@code file} another name for a moment. */
    boolean areReal(RemoteFiles files, String file) throws IOException {
        Boolean known = real;
        if (known == null) {
            known = files.has(RemoteFiles.HARD_LINK) && areMade(files, file);
            real = known;
        }
        return known;
    }

    private static boolean areMade(RemoteFiles files, String file) throws IOException {
        String other = Names.temporary(file);
        Pending<Void> linked = files.link(file, other);
        Pending<Attributes> there = files.statLink(other);
        Pending<Void> refused = files.link(file, other);
        files.remove(other);
        return Probe.succeeds(linked) && Probe.succeeds(there) && !Probe.succeeds(refused);
    }
}
