package dev.tandem.storage.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The permissions new files and folders get. The owner's only, but for a repository whose {@code config} the group may
 * read: then the group gets what the owner has, as restic does it, so that both programs can share a repository.
 */
record Modes(Set<PosixFilePermission> folder, Set<PosixFilePermission> file, Set<PosixFilePermission> guarded) {
    static final Modes PRIVATE = of("rwx------", "rw-------", "r--------");
    static final Modes GROUP = of("rwxrwx---", "rw-rw----", "r--r-----");

    private static final boolean POSIX = Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");
    private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

    private static Modes of(String folder, String file, String guarded) {
        return new Modes(PosixFilePermissions.fromString(folder), PosixFilePermissions.fromString(file),
                PosixFilePermissions.fromString(guarded));
    }

    /** Returns what suits the repository in {@code root}. */
    static Modes of(Path root) throws IOException {
        try {
            return POSIX && Files.getPosixFilePermissions(root.resolve("config"))
                    .contains(PosixFilePermission.GROUP_READ) ? GROUP : PRIVATE;
        } catch (NoSuchFileException e) {
            return PRIVATE;
        }
    }

    FileAttribute<?>[] folderAttributes() {
        return attributes(folder);
    }

    FileAttribute<?>[] fileAttributes() {
        return attributes(file);
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return POSIX ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)} : NO_ATTRIBUTES;
    }

    /** Protects a file against accidental change. */
    void guard(Path path) throws IOException {
        if (POSIX) {
            setPermissions(path, guarded);
        } else {
            setReadOnly(path, true);
        }
    }

    /** Takes the protection back. */
    void unguard(Path path) throws IOException {
        if (POSIX) {
            setPermissions(path, file);
        } else {
            setReadOnly(path, false);
        }
    }

    private static void setPermissions(Path path, Set<PosixFilePermission> permissions) throws IOException {
        try {
            Files.setPosixFilePermissions(path, permissions);
        } catch (IOException e) {
            // Some network mounts let nobody change a mode; the file is good without the protection.
            if (!Errno.EPERM.saidBy(e)) {
                throw e;
            }
        }
    }

    private static void setReadOnly(Path path, boolean readOnly) throws IOException {
        DosFileAttributeView view = Files.getFileAttributeView(path, DosFileAttributeView.class);
        if (view != null) {
            view.setReadOnly(readOnly);
        }
    }
}
