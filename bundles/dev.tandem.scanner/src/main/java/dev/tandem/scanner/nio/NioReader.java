package dev.tandem.scanner.nio;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scanner.NameCache;
import dev.tandem.scanner.PosixMode;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads by what every Java platform offers. */
public final class NioReader implements LocalReader {
    private static final int WINDOWS_DIRECTORY = 0777;
    private static final int WINDOWS_FILE = 0666;
    private static final int WINDOWS_READ_ONLY = 0444;

    // Java looks names up only for the owners of a file, so they are learnt as files are met.
    private final NameCache users = new NameCache(uid -> "");
    private final NameCache groups = new NameCache(gid -> "");

    @Override
    public FileStat stat(RawPath path) throws IOException {
        Path file = NioPaths.path(path);
        return Capabilities.of(file).posix() ? posix(file) : windows(file);
    }

    private FileStat posix(Path file) throws IOException {
        Map<String, Object> all = Files.readAttributes(file, "unix:*", NOFOLLOW_LINKS);
        int mode = (Integer) all.get("mode");
        FileType type = PosixMode.type(mode);
        boolean node = type == FileType.BLOCK_DEVICE || type == FileType.CHARACTER_DEVICE;
        long size = type == FileType.FILE ? (Long) all.get("size") : 0;
        int uid = (Integer) all.get("uid");
        int gid = (Integer) all.get("gid");
        users.learn(uid, name(all.get("owner"), uid));
        groups.learn(gid, name(all.get("group"), gid));
        return new FileStat(type, mode & PosixMode.PERMISSIONS, size, size, time(all, "lastModifiedTime"),
                time(all, "lastAccessTime"), time(all, "ctime"), uid, gid, (Long) all.get("dev"),
                (Long) all.get("ino"), (Integer) all.get("nlink"), node ? (Long) all.get("rdev") : 0);
    }

    private static Instant time(Map<String, Object> attributes, String name) {
        return ((FileTime) attributes.get(name)).toInstant();
    }

    /** Java gives the number as a name where there is no other. */
    private static String name(Object principal, int id) {
        String name = ((UserPrincipal) principal).getName();
        return name.equals(Integer.toString(id)) || name.equals(Integer.toUnsignedString(id)) ? "" : name;
    }

    private static FileStat windows(Path file) throws IOException {
        DosFileAttributes all = Files.readAttributes(file, DosFileAttributes.class, NOFOLLOW_LINKS);
        FileType type = type(all);
        int permissions = type == FileType.DIRECTORY ? WINDOWS_DIRECTORY
                : all.isReadOnly() ? WINDOWS_READ_ONLY : WINDOWS_FILE;
        long size = type == FileType.FILE ? all.size() : 0;
        Instant modified = all.lastModifiedTime().toInstant();
        return new FileStat(type, permissions, size, size, modified, all.lastAccessTime().toInstant(), modified,
                0, 0, 0, 0, 0, 0);
    }

    private static FileType type(BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return FileType.SYMLINK;
        }
        if (attributes.isDirectory()) {
            return FileType.DIRECTORY;
        }
        return attributes.isRegularFile() ? FileType.FILE : FileType.IRREGULAR;
    }

    @Override
    public List<RawName> names(RawPath directory) throws IOException {
        Path path = NioPaths.path(directory);
        // A directory stream follows a link.
        if (!Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS).isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
        List<RawName> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                names.add(NioPaths.name(entry));
            }
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        return names;
    }

    @Override
    public byte[] readLink(RawPath link) throws IOException {
        try {
            return NioPaths.target(Files.readSymbolicLink(NioPaths.path(link)));
        } catch (NotLinkException failed) {
            throw new FileSystemException(link.toString(), null, "is not a symbolic link");
        }
    }

    @Override
    public List<ExtendedAttribute> attributes(RawPath path) throws IOException {
        return UserAttributes.read(NioPaths.path(path));
    }

    @Override
    public SourceFile open(RawPath path) throws IOException {
        // Java has no way to open that cannot wait for the writer of a fifo, so the type is checked before.
        if (!stat(path).isFile()) {
            throw notRegular(path);
        }
        Set<OpenOption> options = Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS);
        return new NioSourceFile(this, path, Files.newByteChannel(NioPaths.path(path), options));
    }

    static FileSystemException notRegular(RawPath path) {
        return new FileSystemException(path.toString(), null, "is not a regular file (any more)");
    }

    @Override
    public String userName(int uid) {
        return users.name(uid);
    }

    @Override
    public String groupName(int gid) {
        return groups.name(gid);
    }
}
