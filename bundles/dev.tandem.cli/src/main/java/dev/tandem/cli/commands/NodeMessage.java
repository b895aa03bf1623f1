package dev.tandem.cli.commands;

import dev.tandem.backup.Node;
import dev.tandem.backup.SnapshotEntry;
import dev.tandem.cli.RawText;
import dev.tandem.cli.Units;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** An entry of a snapshot as programs read it, with restic's names. */
record NodeMessage(String name, String type, String path, String user, String group, long uid, long gid,
        Optional<Long> size, long mode, String permissions, Instant mtime, Instant atime, Instant ctime,
        Optional<Long> inode, Optional<String> linktarget) {

    // The bits of Go's FileMode, which restic's JSON has.
    private static final int GO_SETUID = 1 << 23;
    private static final int GO_SETGID = 1 << 22;
    private static final int GO_STICKY = 1 << 20;

    static NodeMessage of(SnapshotEntry entry) {
        Node node = entry.node();
        FileStat stat = node.stat();
        return new NodeMessage(node.name().toString(), typeName(stat.type()), entry.path().toString(), node.user(),
                node.group(), Integer.toUnsignedLong(stat.uid()), Integer.toUnsignedLong(stat.gid()),
                stat.isFile() ? Optional.of(stat.size()) : Optional.empty(), goMode(stat), goText(stat),
                stat.modified(), stat.accessed(), stat.changed(),
                stat.inode() == 0 ? Optional.empty() : Optional.of(stat.inode()), linkTarget(node));
    }

    /** Returns a line in the manner of {@code ls -l}. */
    static String longLine(SnapshotEntry entry, boolean humanReadable) {
        return longLine(entry.node().stat(), entry.path(), humanReadable)
                + linkTarget(entry.node()).map(t -> " -> " + t).orElse("");
    }

    /** Returns such a line without a link's target. */
    static String longLine(FileStat stat, RawPath path, boolean humanReadable) {
        OffsetDateTime modified = stat.modified().atZone(ZoneId.systemDefault()).toOffsetDateTime();
        return String.format(Locale.ROOT, "%s %5d %5d %10s %s %s", posixText(stat),
                Integer.toUnsignedLong(stat.uid()), Integer.toUnsignedLong(stat.gid()),
                humanReadable ? Units.size(stat.size()) : stat.size(), SnapshotMessage.localTime(modified), path);
    }

    private static Optional<String> linkTarget(Node node) {
        return node.type() == FileType.SYMLINK ? Optional.of(RawText.visible(RawText.decode(node.linkTarget())))
                : Optional.empty();
    }

    static String typeName(FileType type) {
        return switch (type) {
            case FILE -> "file";
            case DIRECTORY -> "dir";
            case SYMLINK -> "symlink";
            case BLOCK_DEVICE -> "dev";
            case CHARACTER_DEVICE -> "chardev";
            case FIFO -> "fifo";
            case SOCKET -> "socket";
            case IRREGULAR -> "irregular";
        };
    }

    static long goMode(FileStat stat) {
        long type = switch (stat.type()) {
            case FILE -> 0;
            case DIRECTORY -> 1L << 31;
            case SYMLINK -> 1 << 27;
            case BLOCK_DEVICE -> 1 << 26;
            case CHARACTER_DEVICE -> 1 << 26 | 1 << 21;
            case FIFO -> 1 << 25;
            case SOCKET -> 1 << 24;
            case IRREGULAR -> 1 << 19;
        };
        return type | (stat.permissions() & 0777) | (has(stat, 04000) ? GO_SETUID : 0)
                | (has(stat, 02000) ? GO_SETGID : 0) | (has(stat, 01000) ? GO_STICKY : 0);
    }

    static String goText(FileStat stat) {
        String type = switch (stat.type()) {
            case FILE -> "";
            case DIRECTORY -> "d";
            case SYMLINK -> "L";
            case BLOCK_DEVICE -> "D";
            case CHARACTER_DEVICE -> "D";
            case FIFO -> "p";
            case SOCKET -> "S";
            case IRREGULAR -> "?";
        };
        String flags = (has(stat, 04000) ? "u" : "") + (has(stat, 02000) ? "g" : "")
                + (stat.type() == FileType.CHARACTER_DEVICE ? "c" : "") + (has(stat, 01000) ? "t" : "");
        String first = type + flags;
        return (first.isEmpty() ? "-" : first) + rwx(stat.permissions());
    }

    static String posixText(FileStat stat) {
        char type = switch (stat.type()) {
            case FILE, IRREGULAR -> '-';
            case DIRECTORY -> 'd';
            case SYMLINK -> 'l';
            case BLOCK_DEVICE -> 'b';
            case CHARACTER_DEVICE -> 'c';
            case FIFO -> 'p';
            case SOCKET -> 's';
        };
        StringBuilder text = new StringBuilder().append(type).append(rwx(stat.permissions()));
        special(text, 3, has(stat, 04000), 's');
        special(text, 6, has(stat, 02000), 's');
        special(text, 9, has(stat, 01000), 't');
        return text.toString();
    }

    private static void special(StringBuilder text, int at, boolean set, char letter) {
        if (set) {
            text.setCharAt(at, text.charAt(at) == 'x' ? letter : Character.toUpperCase(letter));
        }
    }

    private static boolean has(FileStat stat, int bit) {
        return (stat.permissions() & bit) != 0;
    }

    private static String rwx(int permissions) {
        StringBuilder text = new StringBuilder(9);
        for (int bit = 8; bit >= 0; bit--) {
            text.append((permissions >> bit & 1) == 1 ? "rwx".charAt((8 - bit) % 3) : '-');
        }
        return text.toString();
    }
}
