package dev.tandem.backup.internal;

import dev.tandem.backup.Id;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.backup.internal.store.Identity;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Some small files below {@code /source} that are not there, each byte known. Immutable; changes make another one. */
final class FilesInMemory extends MadeUpFiles {
    private static final Instant TIME = Instant.parse("2024-02-29T12:34:56.789Z");
    private static final Identity ME = Identity.current();
    private static final int FOLDERS = 3;
    private static final int NAMES = 3;
    private static final int LONGEST = 1500;

    private final TreeMap<String, byte[]> files;

    private FilesInMemory(TreeMap<String, byte[]> files) {
        super(0, 0);
        this.files = files;
    }

    /** Makes up files. */
    static FilesInMemory first(Random random) {
        FilesInMemory some = new FilesInMemory(new TreeMap<>());
        for (int i = 0; i < FOLDERS; i++) {
            some = some.changed(random);
        }
        return some;
    }

    /** Returns these with some written, some changed, some gone and some the same as another. */
    FilesInMemory changed(Random random) {
        TreeMap<String, byte[]> changed = new TreeMap<>(files);
        for (int i = 0; i < 3; i++) {
            String path = "/source/d" + random.nextInt(FOLDERS) + "/f" + random.nextInt(NAMES);
            switch (random.nextInt(4)) {
                case 0 -> changed.remove(path);
                case 1 -> changed.put(path, changed.isEmpty() ? new byte[0] : changed.firstEntry().getValue());
                default -> changed.put(path, content(random));
            }
        }
        if (changed.isEmpty()) {
            changed.put("/source/d0/f0", content(random));
        }
        return new FilesInMemory(changed);
    }

    private static byte[] content(Random random) {
        byte[] content = new byte[random.nextInt(1, LONGEST)];
        random.nextBytes(content);
        return content;
    }

    /** Returns the hash of each file's content by its path. */
    Map<String, Id> contents() {
        Map<String, Id> contents = new TreeMap<>();
        files.forEach((path, bytes) -> contents.put(path, Hashing.sha256(bytes)));
        return contents;
    }

    @Override
    public FileStat stat(RawPath path) throws IOException {
        String name = path.toString();
        byte[] content = files.get(name);
        if (content == null && names(path).isEmpty()) {
            throw new NoSuchFileException(name);
        }
        Instant time = content == null ? TIME : TIME.plusSeconds(Hashing.sha256(content).a() >>> 40);
        return new FileStat(content == null ? FileType.DIRECTORY : FileType.FILE, content == null ? 0755 : 0644,
                content == null ? 0 : content.length, 0, time, time, time, ME.uid(), ME.gid(), 1, name.hashCode(), 1,
                0);
    }

    @Override
    public List<RawName> names(RawPath directory) {
        String prefix = directory.equals(RawPath.ROOT) ? "/" : directory + "/";
        TreeSet<String> names = new TreeSet<>();
        for (String path : files.keySet()) {
            if (path.startsWith(prefix)) {
                names.add(path.substring(prefix.length()).split("/", 2)[0]);
            }
        }
        return new ArrayList<>(names.stream().map(RawName::of).toList());
    }

    @Override
    public SourceFile open(RawPath path) throws IOException {
        FileStat stat = stat(path);
        ByteArrayInputStream bytes = new ByteArrayInputStream(files.get(path.toString()));
        return new SourceFile() {
            @Override
            public FileStat stat() {
                return stat;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return bytes.read(buffer, offset, length);
            }

            @Override
            public void close() { }
        };
    }
}
