package dev.tandem.scanner.nio;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Sets owner, attributes, times and permissions, in the order in which none undoes another. */
final class NioMetadata {
    private static final int OWNER_WRITES = 0200;
    private static final int OWNER_ALL = 0700;
    private static final Instant LAST = Instant.EPOCH.plusNanos(Long.MAX_VALUE);

    private NioMetadata() {
    }

    static List<String> set(Path path, FileStat now, FileStat wanted, List<ExtendedAttribute> attributes) {
        if (now.type() != wanted.type()) {
            return List.of("the metadata cannot be set: it is a " + now.type() + " now, not a " + wanted.type());
        }
        List<String> problems = new ArrayList<>();
        attempt("the owner", problems, () -> setOwner(path, now, wanted));
        attempt("the extended attributes", problems, () -> setAttributes(path, now, attributes, problems));
        attempt("the times", problems, () -> setTimes(path, wanted, problems));
        attempt("the permissions", problems, () -> setPermissions(path, wanted.type(), wanted.permissions()));
        return problems;
    }

    /** One part of the work. */
    @FunctionalInterface
    private interface Part {
        void set() throws IOException;
    }

    private static void attempt(String what, List<String> problems, Part part) {
        try {
            part.set();
        } catch (FileSystemException failed) {
            problems.add(what + " cannot be set: " + (failed.getReason() == null ? failed : failed.getReason()));
        } catch (IOException | UnsupportedOperationException failed) {
            problems.add(what + " cannot be set: " + failed.getMessage());
        }
    }

    private static void setOwner(Path path, FileStat now, FileStat wanted) throws IOException {
        if (!Capabilities.of(path).posix()) {
            return;
        }
        try {
            if (now.uid() != wanted.uid()) {
                Files.setAttribute(path, "unix:uid", wanted.uid(), NOFOLLOW_LINKS);
            }
        } catch (FileSystemException refused) {
            requirePermission(refused);
        }
        try {
            if (now.gid() != wanted.gid()) {
                Files.setAttribute(path, "unix:gid", wanted.gid(), NOFOLLOW_LINKS);
            }
        } catch (FileSystemException refused) {
            requirePermission(refused);
        }
    }

    private static void requirePermission(FileSystemException refused) throws IOException {
        if (System.getProperty("user.name").equals("root")) {
            throw refused;
        }
    }

    private static void setTimes(Path path, FileStat wanted, List<String> problems) throws IOException {
        FileTime modified = representable(wanted.modified());
        Files.getFileAttributeView(path, BasicFileAttributeView.class, NOFOLLOW_LINKS)
                .setTimes(modified, representable(wanted.accessed()), null);
        if (!modified.toInstant().equals(wanted.modified())) {
            problems.add("the time " + wanted.modified() + " can only be set to " + modified + " on this system");
        }
    }

    /** Java counts in nanoseconds from 1970, and sets 1970 itself for an earlier time with a fraction of a second. */
    private static FileTime representable(Instant time) {
        if (time.isBefore(Instant.EPOCH)) {
            return FileTime.from(time.truncatedTo(ChronoUnit.SECONDS));
        }
        return FileTime.from(time.isAfter(LAST) ? LAST : time);
    }

    private static void setAttributes(Path path, FileStat now, List<ExtendedAttribute> wanted, List<String> problems)
            throws IOException {
        if (now.type() != FileType.SYMLINK && (now.permissions() & OWNER_WRITES) == 0
                && !UserAttributes.read(path).equals(wanted)) {
            setPermissions(path, now.type(), now.permissions() | OWNER_ALL);
        }
        problems.addAll(UserAttributes.write(path, wanted));
    }

    /** Sets the permissions of anything but a link, which has none. */
    static void setPermissions(Path path, FileType type, int permissions) throws IOException {
        if (type == FileType.SYMLINK) {
            return;
        }
        if (Capabilities.of(path).posix()) {
            Files.setAttribute(path, "unix:mode", permissions, NOFOLLOW_LINKS);
        } else if (type == FileType.FILE) {
            Files.setAttribute(path, "dos:readonly", (permissions & OWNER_WRITES) == 0, NOFOLLOW_LINKS);
        }
    }
}
