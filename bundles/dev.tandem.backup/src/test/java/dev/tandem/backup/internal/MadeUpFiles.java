package dev.tandem.backup.internal;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A file system that is not there: a folder {@code /wide} of many empty files, and {@code /deep} of nested folders. */
class MadeUpFiles implements LocalReader {
    private static final Instant TIME = Instant.parse("2024-02-29T12:34:56.789Z");

    private final int width;
    private final int depth;

    /** Makes up {@code width} files, and {@code depth} folders within each other. */
    MadeUpFiles(int width, int depth) {
        this.width = width;
        this.depth = depth;
    }

    @Override
    public FileStat stat(RawPath path) throws IOException {
        List<RawName> names = path.names();
        boolean deep = !names.isEmpty() && names.getFirst().equals(RawName.of("deep"));
        if (names.size() > (deep ? depth + 2 : 2)) {
            throw new NoSuchFileException(path.toString());
        }
        boolean file = deep ? names.size() == depth + 2 : names.size() == 2;
        return new FileStat(file ? FileType.FILE : FileType.DIRECTORY, file ? 0644 : 0755, 0, 0, TIME, TIME, TIME, 1000,
                1000, 1, path.hashCode(), 1, 0);
    }

    @Override
    public List<RawName> names(RawPath directory) {
        List<RawName> names = new ArrayList<>();
        if (directory.equals(RawPath.of("/wide"))) {
            for (int i = 0; i < width; i++) {
                names.add(RawName.of("entry number " + Integer.reverse(i)));
            }
        } else {
            names.add(RawName.of("d"));
        }
        return names;
    }

    @Override
    public byte[] readLink(RawPath link) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ExtendedAttribute> attributes(RawPath path) {
        return List.of();
    }

    @Override
    public SourceFile open(RawPath path) throws IOException {
        FileStat stat = stat(path);
        return new SourceFile() {
            @Override
            public FileStat stat() {
                return stat;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return -1;
            }

            @Override
            public void close() { }
        };
    }

    @Override
    public String userName(int uid) {
        return "user";
    }

    @Override
    public String groupName(int gid) {
        return "group";
    }
}
